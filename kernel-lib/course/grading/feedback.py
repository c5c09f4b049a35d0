"""What a student reads about a marked submission: our page instead of nbgrader's, which loads MathJax from the network."""

from pathlib import Path

from nbgrader.converters import GenerateFeedback
from traitlets.config import Config

TEMPLATES = str(Path(__file__).resolve().parent.parent / "templates")


class Feedback(GenerateFeedback):
    def __init__(self, **options):
        super().__init__(**options)
        ours = Config()
        ours.HTMLExporter.template_name = "verteilt-feedback"
        ours.HTMLExporter.extra_template_basedirs = [TEMPLATES]
        ours.HTMLExporter.extra_template_paths = [TEMPLATES]
        self.update_config(ours)
