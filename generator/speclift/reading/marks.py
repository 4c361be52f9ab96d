from typing import Any
class Marks:
    def __init__(self, text=""):
        from speclift.model.facts import Unknown
        self.text=text; self.is_required=None; self.is_nullable=False; self.is_deprecated=False; self.is_read_only=False; self.is_write_only=False; self.default=None; self.values=(); self.has_more_values=False; self.example=""; self.limits=(); self.format=""; self.type=Unknown()
def described(text): return Marks(text)
def truth(text): return {'true':True,'false':False,'yes':True,'no':False,'required':True,'optional':False}.get(text.strip('`* ').lower())
