import asyncio
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
HEAVY = ("openai", "azure", "httpx2", "aiohttp", "bpe_openai")
LOADED = f"import adapters.openai_model.model, sys; print([name for name in {HEAVY} if name in sys.modules])"


async def test_the_start_of_the_app_does_not_wait_for_the_providers_library() -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-c", LOADED, stdout=asyncio.subprocess.PIPE, cwd=ROOT
    )
    output, _ = await program.communicate()
    assert output.decode().strip() == "[]"
