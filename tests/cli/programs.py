"""Programs, templates and pages as people write them, each with TwiML that Twilio takes."""

# ruff: noqa: E501  # as people write them

from typing import Final

PROGRAMS: Final = {
    "whisper.ts": r"""
export function ring(to: string, hush: string, next: string, from?: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Response><Dial timeout="20" action="${esc(next)}"${from ? ` callerId="${esc(from)}"` : ''}><Number url="${esc(hush)}">${esc(to)}</Number></Dial></Response>`;
}
""",
    "browser.ts": r"""
const w = on ? ` url="${esc(`${api}/hush?id=${call.id}`)}" method="POST"` : "";
return (
  `<Response><Dial callerId="${esc(from)}" answerOnBridge="true" action="${action}" method="POST"${extra}>` +
  `<Number${w}>${esc(guest.phone)}</Number>` +
  `</Dial></Response>`
);
""",
    "relay.js": r"""
const page = `<?xml version="1.0" encoding="UTF-8"?>
<Response>
    <Connect>
        <ConversationRelay url="${this.cfg.voice.socket || `wss://${req.get('host')}/relay`}" />
    </Connect>
</Response>`;
""",
    "bridge.ts": r"""
const t = `<?xml version="1.0"?>
<Response>
  <Say voice="alice" language="en-IN">One moment.</Say>
  <Dial callerId="${process.env.FROM || "+14155550100"}"
        timeout="30"
        record="record-from-answer"
        recordingStatusCallback="${cb}">
    ${isApp ? `<Client>${who}</Client>` : `<Number>${who}</Number>`}
  </Dial>
  <Say voice="alice">Over.</Say>
</Response>`;
""",
    "stream.js": r"""
const twiml = '<?xml version="1.0" encoding="UTF-8"?>' +
  '<Response><Connect><Stream url="' + xmlEscape(base + '/media') + '">' +
  '<Parameter name="caller" value="' + xmlEscape(caller) + '"/>' +
  '<Parameter name="token" value="' + xmlEscape(makeToken()) + '"/>' +
  '</Stream></Connect></Response>';
""",
    "choice.ts": r"""
const twiml = nums.length > 0
  ? `<?xml version="1.0" encoding="UTF-8"?><Response><Dial callerId="${env.phone}">${dials}</Dial></Response>`
  : `<?xml version="1.0" encoding="UTF-8"?><Response><Say>Nobody is here. Speak after the tone.</Say><Record maxLength="120" /></Response>`;
""",
    "pin.ts": r"""
function sayIt(text: string, end = true): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Response><Say voice="Polly.Amy" language="en-GB">${x(text)}</Say>${end ? '<Hangup/>' : ''}</Response>`;
}
function pin(url: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Response><Gather input="dtmf" numDigits="4" timeout="8" action="${x(url)}"><Say voice="Polly.Amy" language="en-GB">${prompt}</Say></Gather>${sayIt('No code. Bye.')}</Response>`;
}
""",
    "interpreters.php": r"""
<?php
header("content-type: text/xml");
echo "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
$code = $this->code;
?>
<Response>
	<Say voice="woman">Welcome to the interpreters.</Say>
	<Dial hangupOnStar="true" >
		<Conference waitUrl="http://twimlets.com/holdmusic?Bucket=com.twilio.music.classical">
			<?php echo trim($code); ?>
		</Conference>
   </Dial>
</Response>
""",
    "framework.php": r"""
<?php
$xml = '<?xml version="1.0" encoding="UTF-8"?>
<Response><Dial callerId="sip:ann@firm.sip.us1.twilio.com" record="true">
            <Number>' . App::$x->request->get('phone') . '</Number>
        </Dial>
</Response>';
/*      $xml = '<Response><Dial timeout="10" record="true">
            <Sip>'. $to .'</Sip>
        </Dial>
</Response>';*/
""",
    "workflow.php": r"""
<?php $d = $_REQUEST['Digits']; ?>

<Response>
  <Enqueue workflowSid="WW0123456789abcdef0123456789abcdef">
    <Task>{"language": "<?= $language ?>"}</Task>
  </Enqueue>
</Response>
""",
    "Room.java": r'''
String room() {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <Response>
            <Dial>
                <Conference waitUrl="https://twimlets.com/holdmusic?Bucket=com.twilio.music.ambient"
                            startConferenceOnEnter="true"
                            beep="false"
                            statusCallback="%s/api/rooms"
                            statusCallbackMethod="POST">%s</Conference>
            </Dial>
        </Response>
        """.formatted(base, name);
}
''',
    "MenuTest.java": r"""
.andExpect(content().xml("<Response><Gather action=\"/result\" hints=\"one, two\" input=\"dtmf speech\" numDigits=\"1\"><Say>One for a joke.</Say></Gather><Say>Bye</Say></Response>"));
""",
    "caller_controller.rb": r"""
class CallerController < ApplicationController
  def index
    resp = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Gather timeout=\"10\" finishOnKey=\"*\"><Say>Press one.</Say></Gather></Response>"
    render xml: resp
  end
  def create
    case params['Digits']
    when "1"
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
      <Response>
        <Say>
            Speak now.
        </Say>
        <Record action=\"#{url_for(action: 'done')}\" maxLength=\"20\"/>
      </Response>"
    end
  end
  def spec
    call.render.should eq("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Dial hangupOnStar=\"false\" action=\"https://#{S.host}/calls/#{call.id}/flow?event=off\" record=\"false\"><Conference waitUrl=\"hold_music\" waitMethod=\"GET\" beep=\"false\" maxParticipants=\"2\">#{k}</Conference></Dial></Response>")
  end
end
""",
    "heredoc.rb": r"""
doc = parse <<-XML
  <Response>
    <Enqueue workflowSid="WW0123456789abcdef0123456789abcdef">
      <Task>#{task_json}</Task>
    </Enqueue>
  </Response>
XML
""",
    "answers.py": r'''
def out(a):
    t = f"""<Response><Dial callerId="{a.caller_id or ''}"><Number>{a.phone}</Number></Dial></Response>"""
    w = '<Response><Dial callerId="{}">{}</Dial></Response>'.format(
        app.config['N'],
        to,
    )
    host = 1
    twiml = (
        f'<?xml version="1.0" encoding="UTF-8"?>'
        f'<Response><Connect action="{esc(url, attr)}">'
        f'<ConversationRelay url="{esc(ws, attr)}" '
        f'welcomeGreeting="{esc(str(profile["greeting"]), attr)}" />'
        "</Connect></Response>"
    )
    old = '<?xml version=\"1.0\" encoding=\"UTF-8\"?>'\
          '<Response><Message>' + 'You have ' + str(total) + ' left.' + '</Message></Response>'
    return '<Response><Connect><Stream url="' + url + '"/></Connect><Hangup/></Response>'
''',
    "webhook.py": r'''
"""Webhook.

The answer is always a <Response><Say>...</Say></Response>, or <Response>...</Response>.
It answers <Response><Dial callerId=...><Number>{to}</Number></Dial></Response> if it can.
"""
def go(job, callback_url):
    return Response(content=f"""<?xml version="1.0" encoding="UTF-8"?>
<Response>
  <Say voice="alice">Do you accept {job.company}?</Say>
  <Pause length="4"/>
  <Record transcribe="true" transcribeCallback="{callback_url}" maxLength="60" playBeep="true" />
  <Say voice="alice">Thank you.</Say>
</Response>
""")
''',
    "unquoted.js": r"""
app.post('/v', function(q,r){
  var s="<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Play>https://example.com/play/Joanna/"+text+"</Play><Enqueue workflowSid="+wf+"><Task>{\"type\":\"voice\"}</Task></Enqueue></Response>";
  r.send(s);
});
""",
    "overflow.ts": r"""
const attrs = i.task ? `<Task>${esc(JSON.stringify(i.task))}</Task>` : '';
return `<?xml version="1.0" encoding="UTF-8"?><Response>${say}<Enqueue workflowSid="${esc(i.wf)}">${attrs}</Enqueue></Response>`
const callerId = i.from ? ` callerId="${esc(i.from)}"` : ''
return `<?xml version="1.0" encoding="UTF-8"?><Response>${say}<Dial${callerId} timeout="25">${esc(i.num)}</Dial>` +
  `<Say>Nobody could pick up.</Say><Hangup/></Response>`
""",
    "room.go": r"""
xml := `<?xml version="1.0" encoding="UTF-8"?>
<Response>
  <Dial><Conference waitUrl="http://example.com/wait" waitMethod="GET">my-room</Conference></Dial>
</Response>`
s := fmt.Sprintf("<Response><Say>%s</Say><Pause length=\"%d\"/></Response>", a, n)
""",
    "Ivr.cs": r"""
var t = $@"<?xml version=""1.0"" encoding=""UTF-8""?>
<Response>
  <Gather action=""{Url.Action(""Key"", ""Ivr"")}"" numDigits=""1"">
    <Say>Hello {user.Name}</Say>
  </Gather>
  <Hangup/>
</Response>";
""",
    "stream.rs": r"""
let t = format!(r#"<Response><Connect><Stream url="wss://{host}/ws"><Parameter name="id" value="{}"/></Stream></Connect></Response>"#, id);
let u = format!("<Response><Say>{}</Say></Response>", esc(&msg));
""",
    "call.ex": r"""
def x(conn) do
  ~s(<?xml version="1.0" encoding="UTF-8"?>
  <Response>
    <Say>#{msg}</Say>
    <Redirect>#{Routes.url(conn, :again)}</Redirect>
  </Response>)
end
""",
    "menu.xml.erb": r"""
<?xml version="1.0" encoding="UTF-8"?>
<Response>
  <% @people.each do |p| %>
  <Say>Press <%= p.key %> for <%= p.name %></Say>
  <% end %>
  <Gather numDigits="1" action="<%= url_for :action => "pick" %>"/>
  <Redirect><%= again_url %></Redirect>
</Response>
""",
    "member.html": r"""
{% load tz %}<?xml version="1.0" encoding="UTF-8"?>
<Response>
  {% if user.is_member %}
  <Dial timeout="{{ t|default:"20" }}"{% if from %} callerId="{{ from }}"{% endif %}>{{ number }}</Dial>
  {% else %}
  <Say>{% trans "Not a member" %}</Say><Hangup/>
  {% endif %}
  <Say>{% blocktrans %}Bye{% endblocktrans %}</Say>
</Response>
""",
    "preview.jsx": r"""
export const Doc = () => <pre>{`<Response>
  <Message>
    <Body>${body}</Body>
    ${media.map(m => `<Media>${m}</Media>`).join('')}
  </Message>
</Response>`}</pre>;
""",
    "template.yaml": r"""
twiml: >-
  <Response><Say>Hello</Say><Dial>+14155550100</Dial></Response>
function: !Sub |
  <Response>
    <Redirect>https://${Domain}/next</Redirect>
  </Response>
""",
    "bin.tf": r"""
resource "twilio_bin" "x" {
  twiml = "<Response><Say>Hello</Say><Redirect>${var.url}</Redirect></Response>"
  other = <<EOF
<Response>
  <Dial>${var.number}</Dial>
</Response>
EOF
}
""",
    "alert.sh": r"""
curl -X POST "https://api.twilio.com/x" --data-urlencode "Twiml=<Response><Say voice=\"alice\">$MSG</Say></Response>"
cat > a.xml <<XML
<Response><Play>$URL</Play></Response>
XML
TWIML="<Response><Say>Disk on $(hostname) is full</Say></Response>"
""",
    "notes.md": r"""
It answers `<Response><Dial callerId=...><Number>{to}</Number></Dial></Response>`.

```xml
<Response>
  <Say>...</Say>
  ...
</Response>
```

```js
// OLD
<ConversationRelay url="wss://..." />
return `<Response><Connect><Stream url="wss://${host}/ws" /></Connect></Response>`
```
""",
    "call.swift": r'''
let t = "<Response><Say>\(text)</Say><Dial>\(number)</Dial></Response>"
let u = """
<Response>
  <Dial timeout="\(seconds)">\(number)</Dial>
</Response>
"""
''',
    "Call.kt": r'''
val t = """
    <Response>
        <Gather input="speech" action="$base/next" timeout="${cfg.t}"><Say>${esc(q)}</Say></Gather>
        <Redirect>$base/again</Redirect>
    </Response>
""".trimIndent()
''',
    "Call.scala": r"""
def x = <Response><Say voice="woman">{ text }</Say><Gather numDigits="1" action={ url }><Say>{ more }</Say></Gather><Hangup/></Response>
""",
    "Reply.vue": r"""
<template><textarea v-model="t"/></template>
<script>
const t = '<Response>\n  <Message>' + name + ', thanks</Message>\n</Response>';
</script>
""",
    "replies.ts": r"""
res.send(`
    <Response><Message>It works</Message></Response>
  `);
res.status(500).send(`
  <?xml version="1.0" encoding="UTF-8"?>
  <Response>
    <Say>An error occurred.</Say>
    <Hangup/>
  </Response>
`);
return new NextResponse(`<Response><Message>${m.replace(/[<>&]/g, "")}</Message></Response>`);
return new Response('<Response><Message>No lo encontramos con este n\u00famero, \'ya\'.</Message></Response>', {})
const message = `<Response><Message>${escaped}</Message></Response>`, x = { a: `<b>` };
""",
    "Payroll.java": r"""
/* the answer is "<response><message>There was a problem</message><status>ERROR</status></response>" */
String e = "<Response><Message>Payroll is off</Message></Response>";
""",
    "heredoc.php": r"""
<?php
return <<<XML
<?xml version="1.0" encoding="UTF-8"?>
<Response>
    <Gather numDigits="1" action="{$this->url('key', ['a' => 1])}" method="POST">
        <Say voice="Polly.Joanna">{$text}</Say>
    </Gather>
    <Redirect method="POST">{$again}</Redirect>
</Response>
XML;
""",
    "open.blade.php": r"""
<?xml version="1.0" encoding="UTF-8"?>
<Response>
@if ($open)
    <Dial action="{{ route('done') }}" timeout="{{ $t ?? 20 }}">{{ $number }}</Dial>
@else
    <Say>{!! $text !!}</Say>
@endif
</Response>
""",
    "calls.ejs": r"""
<?xml version="1.0" encoding="UTF-8"?>
<Response>
  <% for (const c of calls) { %><Dial><Number><%= c %></Number></Dial><% } %>
  <Say voice="<%- voice || 'alice' %>"><%= text %></Say>
</Response>
""",
    "menu.hbs": r"""
<Response>{{#if digits}}<Dial>{{number}}</Dial>{{else}}<Gather action="{{url}}" numDigits="{{n}}"><Say>{{{text}}}</Say></Gather>{{/if}}</Response>
""",
    "call.pl": r"""
print qq{<Response><Say>$text</Say><Redirect>$url</Redirect></Response>};
""",
    "formats.py": r'''
T = string.Template("<Response><Gather action='$action' numDigits='$n'><Say>$$5 please, $name</Say></Gather><Hangup/></Response>")
J = "<Response>" + "".join(f"<Say>{s}</Say>" for s in lines) + "</Response>"
K = f"<Response>{''.join(f'<Message>{m}</Message>' for m in ms)}</Response>"
M = """<Response><Message><Body>%(body)s</Body><Media>%(media)s</Media></Message></Response>""" % d
''',
    "lines.ts": r"""
const parts = ['<?xml version="1.0"?>', '<Response>', `<Say>${a}</Say>`, '<Hangup/>', '</Response>'].join('\n');
""",
}
