"""A server that answers every request with Twilio's response to a new call, at once or after a delay.

python tests/bench/responder.py SECONDS    prints its URL, and runs until it is terminated
"""

import asyncio
import re
import sys

BODY = b"""{
    "sid": "CA0123456789abcdef0123456789abcdef", "date_created": null, "date_updated": null, "parent_call_sid": null,
    "account_sid": "AC0123456789abcdef0123456789abcdef", "phone_number_sid": "PN0123456789abcdef0123456789abcdef",
    "to": "+14155550100", "to_formatted": "(415) 555-0100", "from": "+14155550199", "from_formatted": "(415) 555-0199",
    "status": "queued", "start_time": null, "end_time": null, "duration": null, "price": null, "price_unit": "USD",
    "direction": "outbound-api", "answered_by": null, "api_version": "2010-04-01", "forwarded_from": null,
    "group_sid": null, "caller_name": null, "queue_time": "0", "trunk_sid": null,
    "uri": "/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Calls/CA0123456789abcdef0123456789abcdef.json",
    "subresource_uris": {
        "notifications": "/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Calls/Notifications.json",
        "recordings": "/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Calls/Recordings.json"
    }
}"""
RESPONSE = b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(BODY), BODY)
REQUEST = re.compile(rb"POST .*?\r\nContent-Length: *([0-9]+)(?=\r\n).*?\r\n\r\n", re.IGNORECASE | re.DOTALL)


class Connection(asyncio.Protocol):
    """A connection whose requests are answered when they are complete."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.received = b""

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.received += data
        head = REQUEST.match(self.received)
        if head and len(self.received) >= head.end() + int(head[1]):
            self.received = self.received[head.end() + int(head[1]) :]
            self.respond()

    def respond(self) -> None:
        if self.seconds:
            asyncio.get_running_loop().call_later(self.seconds, self.transport.write, RESPONSE)
        else:
            self.transport.write(RESPONSE)


async def main(seconds: float) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: Connection(seconds), "127.0.0.1", 0, backlog=512)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1])))
