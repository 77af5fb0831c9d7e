"""Speech with SSML in two languages: each Say has a voice of its own, and Lang changes the language for a few words."""

from twimlkit import Break, Lang, P, Prosody, Response, Say, SayAs, Sub

ENGLISH, FRENCH = "Polly.Joanna-Neural", "Polly.Lea-Neural"


def announcement(platform: int, code: str) -> Response:
    """Announce a train, first in English and then in French.

    Args:
        platform: The number of the platform.
        code: The code of the booking, which is spelt out.
    """
    return Response(
        Say(
            P("The train to ", Lang("Aix-en-Provence", xml_lang="fr-FR"), " leaves at platform ", str(platform), "."),
            P(
                "Your code is ",
                Prosody(SayAs(code, interpret_as="characters"), rate="slow"),
                Break(time="500ms"),
                "Thank you for travelling with ",
                Sub("SNCF", alias="the French railways"),
                ".",
            ),
            voice=ENGLISH,
            language="en-US",
        ),
        Say(
            P(f"Le train pour Aix-en-Provence part de la voie {platform}."),
            P("Votre code est ", Prosody(SayAs(code, interpret_as="characters"), rate="slow"), "."),
            voice=FRENCH,
            language="fr-FR",
        ),
    )


if __name__ == "__main__":
    print(announcement(4, "K7M").pretty())
