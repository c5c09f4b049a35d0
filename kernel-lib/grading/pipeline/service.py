"""A program that is asked: a line on stdin is {"do": NAME, ...}, a line on stdout its answer. Logs go to stderr."""

import json
import os
import signal
import sys


def serve(service):
    """Answers with `service`'s methods until no more questions come; what one raises becomes {"problem": ...}."""
    # nbclient ends its kernel on the way out; a signal's default would leave it running.
    signal.signal(signal.SIGTERM, _stop)
    # Whatever a library prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = getattr(service, request.pop("do"))(**request)
        except Exception as error:
            answer = {"problem": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=answers, flush=True)


def _stop(*_):
    raise KeyboardInterrupt
