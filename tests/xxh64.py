"""xxh64.py: XXH64 (Collet, 2012) with the seed 0, as base/hash.c has it"""
import struct

P = (0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9,
     0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5)
ALL = (1 << 64) - 1


def turn(v, bits):
    v &= ALL
    return (v << bits | v >> (64 - bits)) & ALL


def word(v, w):
    return turn(v + w * P[1], 31) * P[0] & ALL


def xxh64(data):
    """The sum of these bytes, as a number."""
    at = 0
    h = P[4]
    if len(data) >= 32:
        v = [(P[0] + P[1]) & ALL, P[1], 0, -P[0] & ALL]
        while len(data) - at >= 32:
            four = struct.unpack_from("<4Q", data, at)
            v = [word(a, w) for a, w in zip(v, four)]
            at += 32
        h = sum(turn(a, bits) for a, bits in zip(v, (1, 7, 12, 18)))
        for a in v:
            h = ((h ^ word(0, a)) * P[0] + P[3]) & ALL
    h += len(data)
    for at in range(at, len(data) - 7, 8):
        h ^= word(0, struct.unpack_from("<Q", data, at)[0])
        h = turn(h, 27) * P[0] + P[3]
    at = len(data) - len(data) % 8
    if len(data) - at >= 4:
        h ^= struct.unpack_from("<I", data, at)[0] * P[0]
        h = turn(h, 23) * P[1] + P[2]
        at += 4
    for byte in data[at:]:
        h = turn(h ^ byte * P[4], 11) * P[0]
    h &= ALL
    h = (h ^ h >> 33) * P[1] & ALL
    h = (h ^ h >> 29) * P[2] & ALL
    return h ^ h >> 32
