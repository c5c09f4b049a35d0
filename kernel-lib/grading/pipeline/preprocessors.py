"""Our one addition to nbgrader's steps."""

from nbgrader.preprocessors import NbGraderPreprocessor


class NotHere(NbGraderPreprocessor):
    """In place of running a submission: what a notebook does when it runs can be forged."""

    def preprocess(self, nb, resources):
        raise RuntimeError("Submissions are marked by: npm run autograde -- submitted")
