"""The rules about what a caller hears, judged by the facts about voices, languages and limits."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import for_each
from tests.facts import DATA
from tests.linter.documents import found
from twimlkit import Lang, P, Say, SayAs
from twimlkit.linter import Finding, lint

VOICES: list[str] = json.loads((DATA / "voices.json").read_bytes())["say.voice"]["values"]
LANGUAGES = json.loads((DATA / "languages.json").read_bytes())
MOST = {row["id"]: row["value"] for row in json.loads((DATA / "limits.json").read_bytes())["voice"] if "value" in row}
GOOGLE, POLLY = "Google.en-US-Standard-A", "Polly.Joanna"


def say(content: str = "Hello", **attributes: str) -> str:
    """A document with a Say, its attributes by their names in XML."""
    return f"<Response><Say{written(attributes)}>{content}</Say></Response>"


def written(attributes: dict[str, str]) -> str:
    return "".join(f' {name}="{text}"' for name, text in attributes.items())


def languages(name: str) -> list[str]:
    """The languages of a list of the facts."""
    return [code for key in ("values", "docs_card", "docs_ach") for code in LANGUAGES[name].get(key, ())]


# empty-say


@for_each(
    around=["{}", "<Gather action='/'>{}</Gather>", "<Pay><Prompt for='postal-code'>{}</Prompt></Pay>"],
    content=[
        "",
        " ",
        "\n  \t",
        "&#160;",
        "<p/>",
        " <p> <s/></p>\n",
        "<emphasis> </emphasis>",
        "<say-as interpret-as='date'/>",
    ],
)
def test_a_say_of_nothing_is_found_wherever_it_is(content: str, around: str) -> None:
    xml = f"<Response>{around.format(f'<Say>{content}</Say>')}</Response>"
    (finding,) = found("empty-say", xml)
    assert finding.element == "Say"
    assert finding.path.endswith("/Say")


@for_each(
    content=[
        "x", "&#48;", "<![CDATA[x]]>", "<p><s>x</s></p>", " <p/>x", "<break time='1s'/>", "<p><break/></p>",
        "<sub alias='World Wide Web'/>", "<phoneme ph='x'/>", "<lang xml:lang='fr-FR'> <w>x</w></lang>",
        "<unknown/>", "{{Body}}",
    ],
)  # fmt: skip
def test_a_say_of_something_is_not_found(content: str) -> None:
    assert found("empty-say", say(content)) == []


def test_a_say_whose_end_was_not_read_is_not_found() -> None:
    assert found("empty-say", "<Response><Say>") == []
    assert found("empty-say", "<Response><Say>&nbsp;x</Say></Response>") == []


# long-say


@pytest.mark.parametrize(
    ("voice", "most"),
    [
        (None, MOST["say_basic"]), ("man", MOST["say_basic"]), ("alice", MOST["say_basic"]),
        (POLLY, MOST["say_polly"]), ("Polly.Joanna-Neural", MOST["say_polly"]), (GOOGLE, MOST["say_google"]),
        ("Google.en-US-Chirp3-HD-Kore", MOST["say_google"]), (f" {POLLY} ", MOST["say_polly"]),
    ],
)  # fmt: skip
def test_a_say_has_the_length_that_its_voice_speaks(voice: str | None, most: int) -> None:
    attributes = {"voice": voice} if voice else {}
    assert found("long-say", say("x" * most, **attributes)) == []
    assert found("long-say", say("😀" * most, **attributes)) == []
    (finding,) = found("long-say", say("x" * (most + 1), **attributes))
    assert str(most + 1) in finding.problem
    assert str(most) in finding.remedy


@pytest.mark.parametrize("voice", [None, POLLY])
def test_tags_and_white_space_between_lines_do_not_count(voice: str | None) -> None:
    attributes = {"voice": voice} if voice else {}
    most = MOST["say_polly" if voice else "say_basic"]
    text = "x" * (most - 2)
    assert found("long-say", say(f"\n    <p>{text}</p>\n\n    <p>x</p>\n", **attributes)) == []
    assert found("long-say", say(f"&amp; <break time='1s'/>{text}", **attributes)) == []
    assert found("long-say", say(f"<p>{text}</p> <p><s>x</s></p>x", **attributes))


WORDS = st.text("ab &<>\"'\n\té😀", max_size=20)
PIECES = st.one_of(
    WORDS,
    WORDS.map(P),
    WORDS.map(lambda text: Lang(P(text), "x", xml_lang="fr-FR")),
    WORDS.map(lambda text: SayAs(f"x{text}", interpret_as='a<"b"')),
)


@given(content=st.lists(PIECES, max_size=5))
def test_tags_blanks_and_references_count_with_google(content: list[Any]) -> None:
    most = MOST["say_google"]
    unpadded = len(re.fullmatch("<Say[^>]*?(?:/>|>(.*)</Say>)", Say(*content).to_xml(), re.DOTALL)[1] or "")
    for length, count in ((most, 0), (most + 1, 1)):
        element = Say("x" * (length - unpadded), *content, voice=GOOGLE)
        assert len(found("long-say", f"<Response>{element.to_xml()}</Response>")) == count


@pytest.mark.parametrize("voice", ["", "unknown", "Azure.x", "{{voice}}"])
def test_what_an_unknown_voice_speaks_is_not_known(voice: str) -> None:
    assert found("long-say", say("x" * 6000, voice=voice)) == ([] if voice else found("long-say", say("x" * 6000)))


# unknown-voice


def test_known_voices_are_not_found() -> None:
    assert len(VOICES) > 800
    for rule in ("unknown-voice", "long-say"):
        assert found(rule, "<Response>" + "".join(f"<Say voice=' {v} '>x</Say>" for v in VOICES) + "</Response>") == []


def test_a_known_voice_in_another_case_or_without_its_vendor_is_recognised() -> None:
    strange = [(spelling(voice), voice) for voice in VOICES for spelling in (str.upper, str.swapcase)]
    strange += [(voice.replace("-", "_"), voice) for voice in VOICES if "-" in voice]
    strange += [(voice.partition(".")[2], voice) for voice in VOICES if "." in voice]
    xml = "<Response>" + "".join(f"<Say voice='{wrong}'>x</Say>" for wrong, _ in strange) + "</Response>"
    findings = found("unknown-voice", xml)
    assert [finding.remedy for finding in findings] == [f"did you mean {voice!r}?" for _, voice in strange]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Polly.Joana", "Polly.Joanna"),
        ("Polly.Joana-Neural", "Polly.Joanna-Neural"),
        ("Polly-Joanna", "Polly.Joanna"),
        ("Poly.Joanna", "Polly.Joanna"),
        ("amazon.Joanna", "Polly.Joanna"),
        ("Polly.Aditi-Neural", "Polly.Aditi"),
        ("Polly.Adriano", "Polly.Adriano-Neural"),
        ("Google.en-US-Standrad-A", "Google.en-US-Standard-A"),
        ("Google.en-UK-Standard-A", "Google.en-GB-Standard-A"),
        ("Google.en-US-Chirp-HD-Aode", "Google.en-US-Chirp3-HD-Aoede"),
        ("wommen", "woman"),
    ],
)
def test_a_misspelt_voice_is_recognised(wrong: str, right: str) -> None:
    (finding,) = found("unknown-voice", say(voice=wrong))
    assert finding.remedy == f"did you mean {right!r}?"
    assert (finding.line, finding.column, finding.attribute) == (1, 16, "voice")


@given(wrong=st.one_of(st.text("Polygend.-AUS3 ", max_size=30), st.sampled_from(VOICES).map(lambda voice: voice[:-1])))
def test_every_suggestion_is_a_known_voice(wrong: str) -> None:
    findings = found("unknown-voice", say(voice=wrong))
    assert len(findings) == (wrong.strip() not in VOICES)
    for finding in findings:
        suggested = re.fullmatch(r"did you mean '(.*)'\?", finding.remedy)
        assert suggested is None or suggested[1] in VOICES


@pytest.mark.parametrize("voice", ["xyz", "Polly", "Google.", "", "Google.xx-YY-Standard-A", "man.x"])
def test_an_unknown_voice_like_no_other_is_found_all_the_same(voice: str) -> None:
    (finding,) = found("unknown-voice", say(voice=voice))
    assert finding.remedy.startswith("write ")


def test_inside_gather_a_voice_has_another_code() -> None:
    wrong = "<Say voice='x'>x</Say>"
    xml = f"<Response>{wrong}<Gather>{wrong}</Gather><Pay><Prompt for='postal-code'>{wrong}</Prompt></Pay></Response>"
    assert [finding.code for finding in found("unknown-voice", xml)] == [13511, 13321, 13511]


@pytest.mark.parametrize(
    "voice", ["{{voice}}", "{voice}", "${VOICE}", "$voice", "%s", "Polly.{{name}}", "{% x %}", "{a.b('c')[0]}", "#{x}"]
)
def test_a_template_is_no_unknown_voice(voice: str) -> None:
    assert found("unknown-voice", say(voice=voice)) == []
    assert found("unknown-language", say(language=voice)) == []


def test_voices_of_other_elements_are_not_looked_at() -> None:
    xml = "<Response><Connect><ConversationRelay url='wss://example.com/' voice='x'/></Connect></Response>"
    assert found("unknown-voice", xml) == []


def test_a_wrong_value_is_no_unknown_one() -> None:
    assert found("unknown-voice", say(voice="a&#9;b")) == []
    assert found("unknown-language", say(language="a&#9;b")) == []


@pytest.mark.parametrize("kind", ["Polly.{}x", "Google.en-US-{}x", "Google.{}x-US", "{}x"])
def test_many_unknown_voices_are_found_soon(kind: str) -> None:
    from time import process_time

    xml = "<Response>" + "".join(f"<Say voice='{kind.format(i)}'>x</Say>" for i in range(1000)) + "</Response>"
    begin = process_time()
    assert len(found("unknown-voice", xml)) == 1000
    assert process_time() - begin < 2


# unknown-language

PLACES = {
    "say.language": "<Say language='{}'>x</Say>",
    "gather.language": "<Gather action='/' language='{}'/>",
    "pay.language": "<Pay action='https://example.com/' language='{}'/>",
    "ssml.lang": "<Say><lang xml:lang='{}'>x</lang></Say>",
}


@pytest.mark.parametrize("name", PLACES)
def test_known_languages_are_not_found(name: str) -> None:
    codes = languages(name)
    assert codes
    if name in ("say.language", "ssml.lang"):
        codes += [*languages("say.language"), *(match[1] for voice in VOICES if (match := GOOGLE_LOCALE.match(voice)))]
    for spelling in (str, str.lower, str.upper):
        xml = "".join(PLACES[name].format(spelling(code)) for code in codes)
        assert found("unknown-language", f"<Response>{xml}</Response>") == []


GOOGLE_LOCALE = re.compile(r"Google\.(\w+-\w+)-")


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("say.language", "en-UK", "en-GB"),
        ("say.language", "en_US", "en-US"),
        ("say.language", "it", "it-IT"),
        ("gather.language", "fr", "fr-FR"),
        ("say.language", "de-DEU", "de-DE"),
        ("say.language", "jp-JP", "ja-JP"),
        ("say.language", "no-NO", "nb-NO"),
        ("gather.language", "zh-CN", "cmn-Hans-CN"),
        ("gather.language", "zh-HK", "yue-Hant-HK"),
        ("gather.language", "iw-IL", "he-IL"),
        ("gather.language", "no-NO", "nb-NO"),
        ("say.language", "af-BR", "af-ZA"),
        ("gather.language", "en-UK", "en-GB"),
        ("gather.language", "fr_FR", "fr-FR"),
        ("pay.language", "en", "en-US"),
        ("ssml.lang", "fr", "fr-FR"),
    ],
)
def test_a_misspelt_language_is_recognised(name: str, wrong: str, right: str) -> None:
    (finding,) = found("unknown-language", f"<Response>{PLACES[name].format(wrong)}</Response>")
    assert finding.remedy == f"did you mean {right!r}?"
    assert finding.code == (13331 if name == "gather.language" else None)


@for_each(language=["en", "en-gb", "es", "fr", "de", "EN-GB"], voice=["man", "woman"])
def test_the_short_languages_of_the_basic_voices_are_known(language: str, voice: str) -> None:
    assert lint(say(voice=voice, language=language)) == []
    assert lint(say(language=language)) == []


@given(name=st.sampled_from(list(PLACES)), wrong=st.from_regex("[a-z]{1,3}([-_][A-Za-z]{0,3}){0,2}", fullmatch=True))
def test_every_suggestion_is_a_known_language(name: str, wrong: str) -> None:
    for finding in found("unknown-language", f"<Response>{PLACES[name].format(wrong)}</Response>"):
        suggested = re.fullmatch(r"did you mean '(.*)'\?", finding.remedy)
        assert (
            not suggested
            or found("unknown-language", f"<Response>{PLACES[name].format(suggested[1])}</Response>") == []
        )


@pytest.mark.parametrize("language", ["", "x", "english", "tlh"])
def test_an_unknown_language_like_no_other_is_found_all_the_same(language: str) -> None:
    (finding,) = found("unknown-language", say(language=language))
    assert finding.remedy.startswith("write ")


@pytest.mark.parametrize("language", ["multi", "en", "es-419"])
def test_deepgram_knows_other_languages(language: str) -> None:
    gather = "<Response><Gather action='/' language='{}' speechModel='{}'/></Response>"
    for model in ("deepgram_nova-3", " deepgram_nova-2 ", "{{model}}"):
        assert found("unknown-language", gather.format(language, model)) == []
    assert found("unknown-language", gather.format(language, "googlev2_long"))
    assert found("unknown-language", f"<Response><Gather language='{language}'/></Response>")


# unknown-interpretation, voice-settings

INTERPRETATIONS: list[str] = json.loads((DATA / "elements.json").read_bytes())["say-as"]["attributes"]["interpret-as"][
    "values"
]


def interpreted(text: str) -> list[Finding]:
    return found("unknown-interpretation", say(f"<say-as interpret-as='{text}'>12</say-as>"))


@for_each(text=[*INTERPRETATIONS, "currency", "verbatim", "Digits", " date ", "{{type}}", "", " "])
def test_a_known_type_of_characters_is_right(text: str) -> None:
    assert interpreted(text) == []


@pytest.mark.parametrize(("wrong", "right"), [("spellout", "spell-out"), ("money", None), ("digit", "digits")])
def test_an_unknown_type_of_characters_is_found(wrong: str, right: str | None) -> None:
    (finding,) = interpreted(wrong)
    assert finding.severity == "warning"
    assert finding.remedy == f"did you mean {right!r}?" if right else finding.remedy.startswith("write one")


def spoken(settings: str) -> list[str]:
    voice = f"NYC9WEgkq1u4jiqBseQ9-flash_v2_5{settings}"
    relay = f"<ConversationRelay url='wss://example.com/' voice='{voice}'><Language code='en-US' voice='{voice}'/>"
    xml = f"<Response><Connect>{relay}</ConversationRelay></Connect></Response>"
    problems = [finding.problem.partition(" ")[2] for finding in found("voice-settings", xml)]
    assert problems[::2] == problems[1::2]
    return problems[::2]


@for_each(settings=["", "-0.7_0_0", "-1.2_1.0_1", "-1_0.5_.5", "-{speed}_0.5_0.5", "-x_y_z", "-1.1_0.5"])
def test_a_voice_of_elevenlabs_has_settings_in_their_ranges(settings: str) -> None:
    assert spoken(settings) == []


@pytest.mark.parametrize(
    ("settings", "name"),
    [("-0.5_0.5_0.5", "speed '0.5'"), ("-1.21_1_1", "speed '1.21'"), ("-1_1.5_1", "stability '1.5'"),
     ("-1_1_2", "similarity '2'"), ("-1_1_2 ", "similarity '2'")],
)  # fmt: skip
def test_a_setting_of_elevenlabs_outside_its_range_is_found(settings: str, name: str) -> None:
    assert spoken(settings) == [f"voice has the {name}"]
    assert found("voice-settings", say("Hello", voice=f"x{settings}")) == []


# voice-language


def spoken_by(voice: str) -> str | None:
    """The language in the name of a voice of Google."""
    match = GOOGLE_LOCALE.match(voice)
    return match[1] if match else None


def test_a_voice_speaks_its_own_language() -> None:
    own = [(voice, language) for voice in VOICES if (language := spoken_by(voice))]
    xml = "".join(f"<Say voice='{voice}' language='{code}'>x</Say>" for voice, code in own)
    assert found("voice-language", f"<Response>{xml.replace('-US', '-us')}</Response>") == []
    assert found("voice-language", f"<Response>{xml}</Response>") == []
    other = "".join(f"<Say voice='{v}' language='{'fr-FR' if c == 'cy-GB' else 'cy-GB'}'>x</Say>" for v, c in own)
    assert len(found("voice-language", f"<Response>{other}</Response>")) == len(own)


@pytest.mark.parametrize(
    ("voice", "language"),
    [
        (POLLY, "en-US"), (POLLY, "EN-us"), ("Polly.Aditi", "hi-IN"), ("Polly.Aditi", "en-IN"), ("Polly.Zeina", "arb"),
        ("Polly.Zeina", "ar-XA"), ("Polly.Zhiyu", "zh-CN"), ("Polly.Zhiyu", "cmn-CN"), ("Polly.Geraint", "en-GB"),
        ("Google.cmn-CN-Standard-A", "zh-CN"), ("Google.cmn-TW-Standard-A", "zh-TW"),
        ("Google.yue-HK-Standard-A", "zh-HK"), ("Google.yue-HK-Standard-A", "yue-CN"),
        ("Polly.Hiujin-Neural", "yue-HK"), ("Google.ar-XA-Standard-A", "arb"),
        # What is not known is not found here, and basic voices are said to speak several languages.
        ("man", "fr-FR"), ("woman", "en-GB"), ("alice", "ja-JP"), ("Polly.Joana", "fr-FR"), (POLLY, "fr-XX"),
        ("{{voice}}", "fr-FR"), (POLLY, "{{language}}"), (POLLY, ""),
    ],
)  # fmt: skip
def test_a_voice_that_speaks_the_language_is_not_found(voice: str, language: str) -> None:
    assert found("voice-language", say(voice=voice, language=language)) == []


@pytest.mark.parametrize(
    ("voice", "language", "right"),
    [
        (POLLY, "fr-FR", "'en-US'"),
        (POLLY, "en-GB", "'en-US'"),
        ("Polly.Aditi", "en-US", "'en-IN' or 'hi-IN'"),
        ("Google.cmn-CN-Standard-A", "zh-TW", "'cmn-CN'"),
        ("Google.pt-BR-Standard-A", "pt-PT", "'pt-BR'"),
        ("Polly.Zhiyu", "zh-HK", "'cmn-CN' or 'zh-CN'"),
    ],
)
def test_a_voice_that_does_not_speak_the_language_is_found(voice: str, language: str, right: str) -> None:
    (finding,) = found("voice-language", say(voice=voice, language=language))
    assert language in finding.problem
    assert finding.remedy.endswith(f"language {right}")


def test_a_voice_or_a_language_alone_is_not_found() -> None:
    assert found("voice-language", say(voice=POLLY)) == []
    assert found("voice-language", say(language="fr-FR")) == []


# speech-timeout


@pytest.mark.parametrize(
    ("attributes", "count"),
    [
        ({"speechTimeout": "auto", "speechModel": "phone_call"}, 1),
        ({"speechTimeout": " auto ", "speechModel": "numbers_and_commands"}, 1),
        ({"speechTimeout": "auto", "speechModel": "some-other"}, 1),
        ({"speechTimeout": "auto"}, 0),
        ({"speechTimeout": "auto", "speechModel": "default"}, 1),
        ({"speechTimeout": "auto", "speechModel": ""}, 0),
        ({"speechTimeout": "auto", "speechModel": " "}, 0),
        ({"speechTimeout": "auto", "speechModel": "{{model}}"}, 0),
        ({"speechTimeout": "5", "speechModel": "phone_call"}, 0),
        ({"timeout": "auto", "speechModel": "phone_call"}, 0),
    ],
)
def test_speech_that_ends_by_itself_beside_a_model(attributes: dict[str, str], count: int) -> None:
    findings = found("speech-timeout", f"<Response><Gather action='/'{written(attributes)}/></Response>")
    assert [finding.attribute for finding in findings] == ["speechTimeout"] * count
