"""Rules over a whole reference: what one page shows completes what another leaves open."""
