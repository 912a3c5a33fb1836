"""Neither numbers nor HTTP: pace, replay, resume, turns, and what an edit makes of a run."""
