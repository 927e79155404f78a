"""Beyond the last real knob: networks too large to run here, drawn as squares true to scale."""
