"""What the first walk along the stations tells."""

from __future__ import annotations

from app.texts import translate
from app.widgets.tour import TourStep


def tour_steps() -> list[TourStep]:
    """What the first walk tells, in the language of now."""
    return [
        TourStep(
            "",
            translate("Tour", "A walk through in one minute"),
            translate(
                "Tour",
                "The stations at the top are the steps of the work, from left to right. The demo "
                "project comes with five kinds of event, five clips of each, and thirty videos "
                "to look through.",
            ),
        ),
        TourStep(
            "classes",
            translate("Tour", "Classes: show it examples"),
            translate(
                "Tour",
                "One lane for each kind of event, and one for what is no event: otherwise every "
                "video is called one of your events. Drop 1 to 20 clips on a lane; move the "
                "pointer over a clip to look through it, double-click to see it large.",
            ),
        ),
        TourStep(
            "prompts",
            translate("Tour", "Prompts: read what it understood"),
            translate(
                "Tour",
                "Every clip gets a sentence of what is seen and heard. Edit what is wrong; your "
                "words are kept beside the written ones.",
            ),
        ),
        TourStep(
            "train",
            translate("Tour", "Train: one button"),
            translate(
                "Tour",
                "Press Train and watch it learn. Afterwards a check on clips that it has not seen "
                "tells how often it is right, class by class.",
            ),
        ),
        TourStep(
            "attention",
            translate("Tour", "Attention: see where it looks"),
            translate(
                "Tour",
                "Heat on the pictures and on the sound shows what the answer was drawn from. It "
                "is an indication, not proof.",
            ),
        ),
        TourStep(
            "incoming",
            translate("Tour", "Incoming: let it watch a folder"),
            translate(
                "Tour",
                "Videos that arrive in a watched folder are classified by themselves, in the "
                "background, also after a restart.",
            ),
        ),
        TourStep(
            "results",
            translate("Tour", "Results: confirm or correct"),
            translate(
                "Tour",
                "Walk with the arrow keys; Enter confirms, 1 to 9 correct, Backspace rejects, T "
                "makes it a training clip. Ctrl+K finds every command.",
            ),
        ),
    ]
