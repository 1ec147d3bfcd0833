#!/usr/bin/env python3
"""How fast the endpoint answers: requests a second, latency, processor time, memory, beside moto's server.

    cargo build --release && python3 tests/bench/endpoint.py

Needs wrk (`apt-get install wrk`). The load generator runs on the same machine, with 16 connections. Ends with status 1 if
a floor is missed. Options: --seconds N, --program PATH, --no-moto.
"""

import argparse
import base64
import hashlib
import hmac
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from datetime import datetime, timezone

FLOORS = {"Encrypt": 46_800, "Decrypt": 59_200, "GenerateDataKey": 44_100, "DescribeKey": 51_300, "Sign": 5_400}
MOST_CPU = {"Encrypt": 30, "Decrypt": 30, "GenerateDataKey": 30, "DescribeKey": 30, "Sign": 350}
CONTENT = "application/x-amz-json-1.1"
missed = []


def floor(what, holds):
    if not holds:
        missed.append(what)


def stranger(_body):
    """What a client with an access key that no principal has sends; its signature is not looked at."""
    scope = "test/20260101/us-east-1/kms/aws4_request"
    return {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host;x-amz-date, Signature=00"}


def signed_by_alice(host):
    """What a client with the access key of a principal sends: a true signature, good for five minutes."""
    arn = "arn:aws:iam::111111111111:user/alice"
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    key = "AKIA" + "".join(digits[byte & 31] for byte in hashlib.sha256(arn.encode()).digest()[:16])
    secret = base64.b64encode(hashlib.sha256(b"secret access key " + arn.encode()).digest()[:30]).decode()

    def headers(body):
        date = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        scope = f"{date[:8]}/us-east-1/kms/aws4_request"
        request = f"POST\n/\n\nhost:{host}\nx-amz-date:{date}\n\nhost;x-amz-date\n{hashlib.sha256(body).hexdigest()}"
        text = f"AWS4-HMAC-SHA256\n{date}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
        mac = ("AWS4" + secret).encode()
        for part in (date[:8], "us-east-1", "kms", "aws4_request", text):
            mac = hmac.new(mac, part.encode(), hashlib.sha256).digest()
        value = f"AWS4-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders=host;x-amz-date, Signature={mac.hex()}"
        return {"Authorization": value, "X-Amz-Date": date}

    return headers


class Server:
    def __init__(self, command, ready=None):
        began = time.monotonic()
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = ready or self.process.stdout.readline().split()[-1]
        self.started = time.monotonic() - began

    def call(self, operation, timeout=120, **members):
        body = json.dumps(members).encode()
        headers = {"X-Amz-Target": f"TrentService.{operation}", "Content-Type": CONTENT, **stranger(body)}
        with urllib.request.urlopen(urllib.request.Request(self.url, body, headers), timeout=timeout) as answer:
            return json.loads(answer.read() or b"null")

    def cpu(self):
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait()


def milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def load(server, operation, seconds, authorize=stranger, **members):
    body = json.dumps(members).encode()
    headers = {"X-Amz-Target": f"TrentService.{operation}", "Content-Type": CONTENT, "User-Agent": "wrk", **authorize(body)}
    table = ", ".join(f"[{json.dumps(name)}] = {json.dumps(value)}" for name, value in headers.items())
    percentiles = 'io.write(string.format("p50 %d p99 %d\\n", latency:percentile(50), latency:percentile(99)))'
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(f'wrk.method = "POST"\nwrk.body = {json.dumps(body.decode())}\nwrk.headers = {{ {table} }}\n')
        script.write(f"function done(summary, latency, requests) {percentiles} end\n")
        script.flush()
        before = server.cpu()
        command = ["wrk", "-t2", "-c16", f"-d{seconds}s", "--timeout", "20s", "-s", script.name, server.url]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        cpu = server.cpu() - before
    count = int(re.search(r"(\d+) requests in", output).group(1))
    p50, p99 = (int(text) / 1000 for text in re.search(r"p50 (\d+) p99 (\d+)", output).groups())
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    floor(f"{operation}: refused requests", not bad)
    return {
        "rate": float(re.search(r"Requests/sec:\s+([\d.]+)", output).group(1)),
        "cpu": cpu / max(count, 1) * 1e6,
        "p50": p50,
        "p99": p99,
    }


def row(name, result, note=""):
    print(f"{name:34} {result['rate']:10,.0f} /s {result['cpu']:8.1f} µs {result['p50']:8.2f} ms {result['p99']:8.2f} ms  {note}")


def workload(server):
    key = server.call("CreateKey")["KeyMetadata"]["KeyId"]
    signer = server.call("CreateKey", KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")["KeyMetadata"]["KeyId"]
    plaintext = base64.b64encode(b"a secret of 32 bytes, as it is..").decode()
    sealed = server.call("Encrypt", KeyId=key, Plaintext=plaintext)["CiphertextBlob"]
    return {
        "Encrypt": {"KeyId": key, "Plaintext": plaintext},
        "Decrypt": {"CiphertextBlob": sealed},
        "GenerateDataKey": {"KeyId": key, "KeySpec": "AES_256"},
        "DescribeKey": {"KeyId": key},
        "Sign": {"KeyId": signer, "Message": plaintext, "SigningAlgorithm": "ECDSA_SHA_256"},
    }


def moto_server():
    """moto's own server in an environment of its own, if it can be had."""
    environment = os.path.join(os.environ.get("CARGO_TARGET_DIR", "target"), "moto")
    program = os.path.join(environment, "bin", "moto_server")
    if not os.path.exists(program):
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        subprocess.run([os.path.join(environment, "bin", "pip"), "install", "--quiet", "moto[server]"], check=True)
    server = Server([program, "-p", "4598"], ready="http://127.0.0.1:4598")
    for _ in range(100):
        try:
            server.call("ListKeys")
            return server
        except OSError:
            time.sleep(0.1)
    raise SystemExit("moto's server did not start")


def main():
    arguments = argparse.ArgumentParser(description="Measures the endpoint")
    arguments.add_argument("--seconds", type=int, default=6)
    arguments.add_argument("--program", default=os.path.join(os.environ.get("CARGO_TARGET_DIR", "target"), "release/mrk-console"))
    arguments.add_argument("--no-moto", action="store_true")
    options = arguments.parse_args()
    command = [options.program, "serve", "--port", "0"]

    starts = []
    for _ in range(10):
        server = Server(command)
        starts.append(server.started * 1000)
        server.stop()
    server = Server(command)
    ready = server.memory()
    requests = workload(server)
    print(f"{'':34} {'rate':>13} {'cpu':>11} {'p50':>11} {'p99':>11}")
    rates = {}
    for operation, members in requests.items():
        result = load(server, operation, options.seconds, **members)
        rates[operation] = result["rate"]
        row(operation, result)
        floor(f"{operation}: {FLOORS[operation]:,}/s", result["rate"] > FLOORS[operation])
        floor(f"{operation}: {MOST_CPU[operation]} µs", result["cpu"] <= MOST_CPU[operation])
    after = server.memory()
    host = server.url.removeprefix("http://")
    row("Encrypt, signature verified", load(server, "Encrypt", options.seconds, signed_by_alice(host), **requests["Encrypt"]))

    made, stop = [], threading.Event()

    def make_keys():
        while not stop.is_set():
            server.call("CreateKey", KeyUsage="SIGN_VERIFY", KeySpec="RSA_4096")
            made.append(1)

    maker = threading.Thread(target=make_keys, daemon=True)
    maker.start()
    beside = load(server, "Encrypt", max(options.seconds, 10), **requests["Encrypt"])
    row("Encrypt, RSA-4096 keys made beside", beside, f"{len(made)} keys")
    floor("p99 under 4 ms while RSA keys are made", beside["p99"] < 4)
    stop.set()
    maker.join()
    server.stop()

    start = statistics.median(starts)
    print(f"start to listening {start:.1f} ms (median of 10); memory {ready:.1f} MiB when ready, {after:.1f} MiB after the calls above")
    floor("start under 30 ms", start < 30)
    floor("30 MiB when ready", ready < 30)
    floor("60 MiB after 100,000 calls", after < 60)

    if not options.no_moto:
        moto = moto_server()
        try:
            for operation, members in workload(moto).items():
                result = load(moto, operation, options.seconds, **members)
                ratio = rates[operation] / result["rate"]
                row(f"moto: {operation}", result, f"{ratio:.0f} times as fast")
                floor(f"{operation}: 90 times moto", operation == "Sign" or ratio >= 90)
        finally:
            moto.stop()
    if missed:
        sys.exit("missed: " + "; ".join(missed))


main()
