"""The engine: a process of its own that owns the model and the device.

The window talks to it through `client.EngineProcess`; neither side imports the other's world. Run
it with `python -m smp_core.worker`.
"""
