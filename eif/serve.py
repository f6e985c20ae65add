"""How is the app started so that nobody but the person at this machine can reach it?"""

from __future__ import annotations

import ipaddress
import os
import subprocess
import sys

from eif.config import ROOT, ConfigError

# Said again here so that a changed or missing .streamlit/config.toml cannot loosen them.
SAFE = (
    "--server.headless=true",
    "--server.fileWatcherType=none",
    "--server.enableCORS=true",
    "--server.enableXsrfProtection=true",
    "--browser.gatherUsageStats=false",
    "--client.showErrorDetails=none",
    "--runner.postScriptGC=false",
)


def require_loopback(host: str) -> str:
    """Return `host` where only this machine can reach it. Raises ConfigError otherwise."""
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise ConfigError(
            f"{host} can be reached from other machines, and this version has no sign-in, so everybody there "
            "could read everything. Use --host 127.0.0.1."
        )
    return host


def run_app(host: str, port: int) -> int:
    """Serve the app until it is stopped; returns its exit code."""
    command = [
        *(sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")),
        *(f"--server.address={require_loopback(host)}", f"--server.port={port}", *SAFE),
    ]
    os.chdir(ROOT)  # where .streamlit/config.toml lies
    if os.name != "nt":
        # Becoming the server, rather than starting one, means that whatever stops this process stops it.
        sys.stdout.flush()
        os.execv(sys.executable, command)  # noqa: S606  this interpreter, our own file, a checked host
    return subprocess.call(command)  # noqa: S603  the same
