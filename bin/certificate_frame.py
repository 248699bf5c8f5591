"""Draw the certificate's frame: waves woven around the page, a rice grain in every knot.

Run it to write frame.svg again after a change:

    python bin/certificate_frame.py templates/documents/certificate/frame.svg

The drawing is our own; it holds no state emblem. Lengths are millimetres on A4 landscape.
"""

import math
import sys
from collections.abc import Callable
from pathlib import Path

WIDTH, HEIGHT = 297.0, 210.0
GREEN, PALE, RED, GHOST = "#1b6b3a", "#a9cdb0", "#b03a2e", "#e9f1e6"

# A half wave of a cosine is, within 0.2 %, one cubic curve with handles of this share.
HANDLE = 0.3642

# The same for a quarter of a circle.
KAPPA = 0.5523

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
        first = f"C{at(here + reach, side)} " if swing == 0 else "S"
        parts.append(f"{first}{at(there - reach, -side)} {at(there, -side)}")
        side = -side
    return " ".join(parts) + "Z"


def grains(inset: float, radius: float, knots: int, shift: float, size: Point) -> str:
    """Return a grain in the middle of every knot: one dashed line, for it draws fast."""
    length, width = size
    step = loop(inset, radius)[0] / (2 * knots)
    near, far = inset + radius * (1 - KAPPA), inset + radius
    right, low = WIDTH - near, HEIGHT - near
    path = (
        f"M{far} {inset}H{WIDTH - far}"
        f"C{right:.2f} {inset} {WIDTH - inset} {near:.2f} {WIDTH - inset} {far}V{HEIGHT - far}"
        f"C{WIDTH - inset} {low:.2f} {right:.2f} {HEIGHT - inset} {WIDTH - far} {HEIGHT - inset}"
        f"H{far}C{near:.2f} {HEIGHT - inset} {inset} {low:.2f} {inset} {HEIGHT - far}V{far}"
        f"C{inset} {near:.2f} {near:.2f} {inset} {far} {inset}"
    )
    return (
        f'<path d="{path}" fill="none" stroke="{RED}" stroke-width="{width}"'
        f' stroke-linecap="round" stroke-dasharray="{length} {step - length:.4f}"'
        f' stroke-dashoffset="{length / 2 - shift * step:.3f}"/>'
    )


def ear(x: float, y: float, tall: float) -> str:
    """Return one path of an ear of rice `tall` millimetres high, standing on (x, y)."""
    rows = 10
    parts = [f"M{x} {y - tall * 0.1:.1f}V{y - tall:.1f}"]
    for row in range(rows):
        foot = y - tall * (0.2 + 0.8 * row / rows)
        reach, rise = tall * (0.17 - 0.008 * row), tall * (0.16 - 0.005 * row)
        for side in (-1, 1):
            tip_x, tip_y = x + side * reach, foot - rise
            parts.append(
                f"M{x} {foot:.1f}Q{x + side * reach * 0.2:.1f} {tip_y + rise * 0.2:.1f}"
                f" {tip_x:.1f} {tip_y:.1f}"
                f"Q{x + side * reach * 0.9:.1f} {foot - rise * 0.2:.1f} {x} {foot:.1f}"
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
    # 47 knots, one in the middle of the top side, put one in the middle of every corner too.
    inset, radius, knots = 11.5, 8.0, 47
    total, _ = loop(inset, radius)
    shift = (WIDTH / 2 - inset - radius) / (total / (2 * knots)) % 1
    drawn = [
        stroke(ear(WIDTH / 2, 186.0, 128.0), GHOST, 0.5),
        stroke(wave(inset, radius, knots, 2.7, shift + 0.5), PALE, 0.3),
        stroke(wave(inset, radius, knots, 2.7, shift + 1.5), PALE, 0.3),
        stroke(wave(inset, radius, knots, 2.7, shift), GREEN, 0.36),
        stroke(wave(inset, radius, knots, 2.7, shift + 1.0), GREEN, 0.36),
        grains(inset, radius, knots, shift, (1.8, 1.1)),
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
