"""Other methods on the same frozen backbones and inputs, one file each; `registry` lists them.

Not here yet (paper, Tables II and III): CM-FSL, Zorro, STG-CMA, AV-MoE, AV-Diff, OTAM, MASTAF,
HalluAudio, HA-ProtoNets. A new one is a file with a `FusionModel` or a function for `TrainingFree`,
and one line in the registry.
"""
