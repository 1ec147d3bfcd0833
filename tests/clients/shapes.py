"""Holds every answer that boto3 gets against the service's model: botocore itself takes whatever comes.

`watch(client)` looks at the bytes of each answer before they are read; `ANSWERED` has what was answered with success.
"""

import base64
import binascii
import json
import re
from collections import Counter

ANSWERED = Counter()
REFUSED = Counter()
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CONTENT = "application/x-amz-json-1.1"
# What any operation of any service may be refused with, and what the model of KMS leaves out.
COMMON = {
    "AccessDeniedException",
    "IncompleteSignatureException",
    "InvalidSignatureException",
    "MissingAuthenticationTokenException",
    "NotAuthorizedException",
    "ThrottlingException",
    "UnrecognizedClientException",
    "ValidationException",
}


def is_base64(text):
    try:
        return base64.b64encode(base64.b64decode(text, validate=True)).decode() == text
    except binascii.Error:
        return False


def is_integer(value):
    return isinstance(value, int) and not isinstance(value, bool)


def check(value, shape, where):
    """Whether a value out of an answer is what its shape in the model says."""
    kind = shape.type_name
    if kind == "structure":
        assert isinstance(value, dict), f"{where} is no object: {value!r}"
        unknown = set(value) - set(shape.members)
        assert not unknown, f"{where} has members that the model lacks: {unknown}"
        missing = set(shape.required_members) - set(value)
        assert not missing, f"{where} lacks {missing}"
        for name, member in value.items():
            check(member, shape.members[name], f"{where}.{name}")
    elif kind == "list":
        assert isinstance(value, list), f"{where} is no list: {value!r}"
        for number, member in enumerate(value):
            check(member, shape.member, f"{where}[{number}]")
    elif kind == "map":
        assert isinstance(value, dict), f"{where} is no object: {value!r}"
        for name, member in value.items():
            check(name, shape.key, f"{where}, a key")
            check(member, shape.value, f"{where}[{name!r}]")
    elif kind == "blob":
        assert isinstance(value, str) and is_base64(value), f"{where} is no Base64: {value!r}"
        check_length(base64.b64decode(value), shape, where)
    elif kind == "string":
        assert isinstance(value, str), f"{where} is no text: {value!r}"
        # The older name of KeySpec has its newer values as well.
        known = value in shape.enum or where.endswith("CustomerMasterKeySpec")
        assert not shape.enum or known, f"{where} is none of {shape.enum}: {value!r}"
        check_length(value, shape, where)
    elif kind == "boolean":
        assert isinstance(value, bool), f"{where} is no Boolean: {value!r}"
    elif kind in ("integer", "long"):
        assert is_integer(value), f"{where} is no number: {value!r}"
    elif kind == "timestamp":
        assert is_integer(value) or isinstance(value, float), f"{where} is no moment: {value!r}"
    else:
        raise AssertionError(f"{where}: {kind} is a kind of shape that nobody expected")


def check_length(value, shape, where):
    bounds = shape.metadata
    assert bounds.get("min", 0) <= len(value) <= bounds.get("max", len(value)), f"{where} is {len(value)} long"


def check_refusal(name, operation_model, response):
    body = json.loads(response["body"])
    assert set(body) == {"__type", "message"}, body
    code = body["__type"]
    assert response["headers"]["x-amzn-errortype"] == code, response["headers"]
    modelled = {shape.name for shape in operation_model.error_shapes}
    assert code in modelled | COMMON, f"{name} was refused with {code}, which its model lacks"
    REFUSED[code] += 1


def check_answer(operation_model, response_dict, **_):
    name, shape = operation_model.name, operation_model.output_shape
    headers = response_dict["headers"]
    assert UUID.fullmatch(headers["x-amzn-requestid"]), headers
    assert headers["content-type"] == CONTENT, headers
    assert headers["date"], headers
    if response_dict["status_code"] != 200:
        return check_refusal(name, operation_model, response_dict)
    if shape is None:
        assert response_dict["body"] == b"", f"{name} has no output, yet {response_dict['body']!r}"
    else:
        check(json.loads(response_dict["body"]), shape, name)
    ANSWERED[name] += 1


def watch(client):
    client.meta.events.register("before-parse.kms.*", check_answer)
    return client
