"""Sound programmes of the source classes only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from smp_core.synth.acoustics import (
    N_SAMPLES,
    Wave,
    band_noise,
    clip_times,
    curve,
    decaying,
    fade,
    gate,
    glide,
    modes,
    normal,
    place,
    silence,
)
from smp_core.synth.seeds import fresh_seed
from smp_core.synth.timeline import DURATION_S, Sound, Timeline
from smp_core.synth.voices import speech_like


def _passing(line: Timeline, closest: float) -> tuple[Wave, Wave]:
    """Loudness (1 at its nearest) and distance in scene units along the timeline's path."""
    times = clip_times()
    if not line.path:
        flat = np.full(N_SAMPLES, closest, np.float32)
        return gate(line.spans, 0.3, 0.5), flat
    x = np.interp(times, [p[0] for p in line.path], [p[1] for p in line.path])
    distance = np.sqrt(x**2 + closest**2).astype(np.float32)
    return (closest / distance).astype(np.float32), distance


def _doppler(distance: Wave, metres: float) -> NDArray[np.float64]:
    """Frequency factor of a source at `distance` scene units of `metres` each."""
    step = np.gradient(distance[::160].astype(np.float64)) * 100 * metres
    return np.interp(clip_times(), clip_times()[::160], 1 / (1 + step / 343.0))


def wheel_rumble(rng: np.random.Generator, line: Timeline) -> Sound:
    """Low rolling noise with joints and rattles."""
    edge = float(rng.uniform(180, 900))
    rattle = float(rng.uniform(0.05, 0.5))
    joints = float(rng.uniform(1.0, 9.0))
    closest = float(rng.uniform(0.2, 0.6))
    seed = fresh_seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        loud, _distance = _passing(line, closest)
        loud = loud * gate(line.spans, 0.3, 0.5) if line.path else loud
        low = band_noise(draw, DURATION_S, 35, edge, 0.6)
        high = band_noise(draw, DURATION_S, 1200, 5000) * curve(draw, N_SAMPLES, 0, 1, 120)
        wave = low + np.float32(rattle) * high * 0.6
        knock = decaying(band_noise(draw, 0.12, 80, edge * 3), 0.03)
        for start, end in line.spans:
            for t in np.arange(start, end, 1 / joints):
                place(wave, knock, float(t), 1.5 * float(draw.uniform(0.3, 1)))
        return normal(wave * loud)

    words = rng.choice(
        (
            "a low rolling rumble",
            "a rattling roll",
            "a deep rumbling with knocks",
            "heavy rolling noise",
        )
    )
    return Sound(render, str(words), {"edge_hz": edge, "rattle": rattle, "joints_hz": joints})


def motor_hum(rng: np.random.Generator, line: Timeline) -> Sound:
    """A motor: harmonics of a hum under moving air."""
    pitch = float(rng.uniform(55, 330))
    air = float(rng.uniform(0.15, 0.9))
    bright = float(rng.uniform(1500, 6500))
    falls = float(rng.uniform(0.5, 1.4))
    seed = fresh_seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        on = gate(line.spans, 0.5, 0.7)
        bend = pitch * (0.55 + 0.45 * on) * (1 + 0.01 * curve(draw, N_SAMPLES, -1, 1, 20))
        partials = [draw.uniform(0.4, 1) / k**falls for k in range(1, 9)]
        tone = glide(bend, partials, DURATION_S)
        wind = band_noise(draw, DURATION_S, 200, bright, 0.3)
        return normal((tone + np.float32(air) * wind) * on)

    words = rng.choice(
        (
            "a steady hum",
            "a droning whirr",
            "an even mechanical hum",
            "a buzzing drone with rushing air",
        )
    )
    return Sound(render, str(words), {"pitch_hz": pitch, "air": air})


def dry_ticks(rng: np.random.Generator, line: Timeline) -> Sound:
    """Short, dry, light clicks at the busy moments."""
    pitch = float(rng.uniform(1200, 4200))
    damp = float(rng.uniform(0.003, 0.012))
    second = float(rng.uniform(0.3, 1.0))
    extra = float(rng.uniform(0.0, 0.5))
    seed = fresh_seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        wave = silence()
        for index, t in enumerate(line.onsets):
            tune = pitch * (1.0 if index % 2 else second) * draw.uniform(0.95, 1.05)
            piece = modes(
                (tune, tune * 1.7, tune * 2.6), (damp, damp, damp / 2), (1, 0.6, 0.5), 0.08
            )
            place(wave, piece, t, float(draw.uniform(0.5, 1)))
            if draw.random() < extra:
                place(wave, piece, t + float(draw.uniform(0.04, 0.15)), 0.6)
        return normal(wave)

    words = rng.choice(("light dry clicks", "small ticks", "quick little taps", "crisp clicking"))
    return Sound(render, str(words), {"pitch_hz": pitch, "damp_s": damp})


def hard_knocks(rng: np.random.Generator, line: Timeline) -> Sound:
    """Strikes on wood or a board, in runs."""
    pitch = float(rng.uniform(180, 700))
    damp = float(rng.uniform(0.02, 0.08))
    group = int(rng.integers(1, 6))
    gap = float(rng.uniform(0.14, 0.35))
    seed = fresh_seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        wave = silence()
        few = len(line.onsets) <= 6
        for t in line.onsets:
            for index in range(group if few else 1):
                ratio = np.array([1, 1.58, 2.24, 2.92, 4.1]) * draw.uniform(0.97, 1.03, 5)
                piece = modes(pitch * ratio, damp / np.sqrt(ratio), (1, 0.7, 0.5, 0.4, 0.25), 0.4)
                click = decaying(band_noise(draw, 0.03, 800, 5000), 0.004)
                place(wave, piece, t + gap * index, float(draw.uniform(0.6, 1)))
                place(wave, click, t + gap * index, 0.4)
        return normal(wave)

    words = rng.choice(
        ("hard wooden knocks", "sharp raps", "firm hollow knocks", "a run of woody blows")
    )
    return Sound(render, str(words), {"pitch_hz": pitch, "group": group})


def broad_bang(rng: np.random.Generator, line: Timeline) -> Sound:
    """A broad bang with some body resonance."""
    low = float(rng.uniform(80, 260))
    edge = float(rng.uniform(900, 4500))
    damp = float(rng.uniform(0.05, 0.16))
    bite = float(rng.uniform(0.4, 1.2))
    seed = fresh_seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        wave = silence()
        for t in line.onsets:
            body = modes(
                low * np.array([1, 1.9, 3.1]), damp * np.array([1, 0.7, 0.4]), (1, 0.5, 0.4), 0.5
            )
            crack = decaying(band_noise(draw, 0.5, 120, edge, 0.3), damp * 0.5, 0.001)
            place(
                wave, normal(body) + np.float32(0.4 * bite) * crack, t, float(draw.uniform(0.6, 1))
            )
        return normal(wave)

    words = rng.choice(("a loud flat bang", "hollow bangs", "a booming clap", "a blunt smack"))
    return Sound(render, str(words), {"low_hz": low, "edge_hz": edge})


def water_bubbles(rng: np.random.Generator, line: Timeline) -> Sound:
    """Rising chirps of drops and bubbles over more or less of a wash."""
    dense = float(np.exp(rng.uniform(np.log(0.5), np.log(40))))
    wash = float(rng.uniform(0.0, 0.35)) * min(1.0, dense / 15)
    pitch = float(rng.uniform(450, 1500))
    rise = float(rng.uniform(1.1, 2.0))
    seed = fresh_seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        wave = silence()
        bank = []
        for _ in range(10):
            length = float(draw.uniform(0.03, 0.12))
            start = pitch * draw.uniform(0.6, 1.7)
            count = max(8, round(length * 16_000))
            bank.append(
                decaying(glide(np.linspace(start, start * rise, count), (1.0,), length), length / 3)
            )
        times = list(line.onsets) if len(line.onsets) > 3 else []
        for start_s, end_s in line.spans:
            count = int((end_s - start_s) * dense)
            times += draw.uniform(start_s, end_s, count).tolist()
        for t in times:
            place(wave, bank[int(draw.integers(10))], t, float(draw.uniform(0.2, 1)))
        if wash > 0.01:
            flow = band_noise(draw, DURATION_S, 400, 5500, 0.4) * gate(line.spans)
            wave += np.float32(wash) * flow
        return normal(wave)

    many = "a gurgling wash" if dense > 12 else "liquid blips" if dense > 3 else "wet plops"
    words = rng.choice((many, f"{many} with rising pitch", f"{many} of liquid"))
    return Sound(render, str(words), {"per_s": dense, "pitch_hz": pitch})


def gliding_whistle(rng: np.random.Generator, line: Timeline) -> Sound:
    """A loud tone that glides or sweeps, with Doppler when its source moves."""
    pitch = float(rng.uniform(500, 1900))
    depth = float(rng.uniform(0.05, 0.5))
    speed = float(np.exp(rng.uniform(np.log(0.15), np.log(3.0))))
    square = bool(rng.random() < 0.35)
    breath = float(rng.uniform(0.0, 0.3))
    partials = [1.0, *rng.uniform(0, 0.5, 3).tolist()]
    closest = float(rng.uniform(0.2, 0.5))
    seed = fresh_seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        loud, distance = _passing(line, closest)
        times = clip_times()
        sweep = np.sin(6.283 * speed * times)
        if square:
            sweep = np.sign(sweep)
        contour = pitch * (1 + depth * sweep)
        if line.path:
            contour = contour * _doppler(distance, 25.0)
            loud = np.maximum(loud, 0.15)
        tone = glide(contour, partials, DURATION_S)
        hiss = band_noise(draw, DURATION_S, pitch, 7000)
        return normal(fade((tone + np.float32(breath) * hiss) * loud, 0.2, 0.2))

    way = "rising and falling" if speed < 1 else "fast warbling"
    words = rng.choice(("whistle", "wailing tone", "loud howl", "piercing tone"))
    return Sound(render, f"a {way} {words}", {"pitch_hz": pitch, "sweep_hz": speed})


def soft_steps(rng: np.random.Generator, line: Timeline) -> Sound:
    """Paired heel and toe taps at each step."""
    low = float(rng.uniform(90, 350))
    edge = float(rng.uniform(700, 4500))
    damp = float(rng.uniform(0.015, 0.05))
    late = float(rng.uniform(0.03, 0.1))
    seed = fresh_seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        wave = silence()
        for t in line.onsets:
            for shift, gain in ((0.0, 1.0), (late, 0.5)):
                heel = modes((low, low * 2.2), (damp, damp / 2), (1, 0.5), 0.25)
                scuff = decaying(band_noise(draw, 0.25, 300, edge), damp)
                place(
                    wave, normal(heel) + 0.25 * scuff, t + shift, gain * float(draw.uniform(0.5, 1))
                )
        return normal(wave)

    words = rng.choice(
        ("an even padding beat", "regular soft taps", "steady dull taps", "a measured tread")
    )
    return Sound(render, str(words), {"low_hz": low, "edge_hz": edge})


def talking_crowd(rng: np.random.Generator, line: Timeline) -> Sound:
    """Several talkers at once without words."""
    talkers = int(rng.integers(3, 6))
    seed = fresh_seed(rng)
    wash = float(rng.uniform(0.01, 0.06))

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        wave = silence()
        for _ in range(talkers):
            voice = speech_like(
                draw, 24, float(draw.uniform(0.85, 1.3)), float(draw.uniform(85, 260))
            )
            wave += np.float32(draw.uniform(0.4, 1)) * voice
        wave += np.float32(wash) * band_noise(draw, DURATION_S, 200, 2500, 0.5)
        return normal(wave)

    words = rng.choice(
        ("a blur of low voices", "many voices at once", "a hubbub of talk", "overlapping chatter")
    )
    return Sound(render, str(words), {"talkers": talkers})
