"""Draw the certificate's frame: waves woven around the page, a rice grain in every knot.

Run it to write frame.svg again after a change:

    python tools/certificate_ornament.py templates/documents/certificate/frame.svg

The drawing is our own; it holds no state emblem. Lengths are millimetres on A4 landscape.
"""

import math
import sys
from collections.abc import Callable
from pathlib import Path

WIDTH, HEIGHT = 297.0, 210.0
GREEN, PALE, RED = "#1b6b3a", "#a9cdb0", "#b03a2e"

# A half wave of a cosine is, within 0.2 %, one cubic curve with handles of this share.
HANDLE = 0.3642

Point = tuple[float, float]


def loop(inset: float, radius: float) -> tuple[float, Callable[[float], tuple[Point, Point]]]:
    """Return length and course (point, direction) of a rounded rectangle, from its top left."""
    across, down = WIDTH - 2 * inset - 2 * radius, HEIGHT - 2 * inset - 2 * radius
    bend = math.pi * radius / 2
    sides = [(across, 0.0), (down, 90.0), (across, 180.0), (down, 270.0)]
    starts = [
        (inset + radius, inset),
        (WIDTH - inset, inset + radius),
        (WIDTH - inset - radius, HEIGHT - inset),
        (inset, HEIGHT - inset - radius),
    ]
    total = 2 * (across + down) + 4 * bend

    def course(travelled: float) -> tuple[Point, Point]:
        rest = travelled % total
        for (length, angle), (x, y) in zip(sides, starts, strict=True):
            ux, uy = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            if rest <= length:
                return (x + ux * rest, y + uy * rest), (ux, uy)
            rest -= length
            if rest <= bend:
                turn = rest / radius
                cx, cy = x + ux * length - uy * radius, y + uy * length + ux * radius
                vx = ux * math.cos(turn) - uy * math.sin(turn)
                vy = ux * math.sin(turn) + uy * math.cos(turn)
                return (cx + vy * radius, cy - vx * radius), (vx, vy)
            rest -= bend
        raise AssertionError("the loop is closed")

    return total, course


def wave(inset: float, radius: float, knots: int, height: float, phase: float) -> str:
    """Return the path of a wave that swings `knots` times to each side of the loop."""
    total, course = loop(inset, radius)
    step = total / (2 * knots)

    def at(along: float, away: float) -> str:
        (x, y), (ux, uy) = course(along)
        return f"{x - uy * away:.2f} {y + ux * away:.2f}"

    side = height
    begin = phase * step
    parts = [f"M{at(begin, side)}"]
    for swing in range(2 * knots):
        here, there = begin + swing * step, begin + (swing + 1) * step
        reach = HANDLE * step
        parts.append(f"C{at(here + reach, side)} {at(there - reach, -side)} {at(there, -side)}")
        side = -side
    return " ".join(parts) + "Z"


def grains(inset: float, radius: float, knots: int, length: float, width: float) -> str:
    """Return one path with a pointed grain in the middle of every knot."""
    total, course = loop(inset, radius)
    parts = []
    for knot in range(2 * knots):
        (x, y), (ux, uy) = course(knot * total / (2 * knots))
        ax, ay, bx, by = ux * length / 2, uy * length / 2, -uy * width, ux * width
        parts.append(
            f"M{x - ax:.2f} {y - ay:.2f}Q{x + bx:.2f} {y + by:.2f} {x + ax:.2f} {y + ay:.2f}"
            f"Q{x - bx:.2f} {y - by:.2f} {x - ax:.2f} {y - ay:.2f}Z"
        )
    return "".join(parts)


def line(inset: float, radius: float, colour: str, weight: float) -> str:
    return (
        f'<rect x="{inset}" y="{inset}" width="{WIDTH - 2 * inset}" height="{HEIGHT - 2 * inset}"'
        f' rx="{radius}" fill="none" stroke="{colour}" stroke-width="{weight}"/>'
    )


def stroke(path: str, colour: str, weight: float) -> str:
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{weight}"/>'


def frame() -> str:
    """Return the whole drawing as SVG text."""
    inset, radius, knots = 11.5, 8.0, 58
    drawn = [
        stroke(wave(inset, radius, knots, 2.6, 0.5), PALE, 0.3),
        stroke(wave(inset, radius, knots, 2.6, 1.5), PALE, 0.3),
        stroke(wave(inset, radius, knots, 2.6, 0.0), GREEN, 0.36),
        stroke(wave(inset, radius, knots, 2.6, 1.0), GREEN, 0.36),
        f'<path d="{grains(inset, radius, knots, 3.0, 1.1)}" fill="{RED}"/>',
        line(7.4, 12.1, GREEN, 0.9),
        line(15.6, 3.9, RED, 0.3),
        line(16.6, 2.9, GREEN, 0.2),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}">\n'
        + "\n".join(drawn)
        + "\n</svg>\n"
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(frame(), encoding="utf-8")
