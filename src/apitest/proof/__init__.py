"""
The proof of the suite: every lie must break exactly the requirement it is bound to, every near-miss none.

The reference endpoint is asked in process, no socket; each requirement is judged as in a run. `matrix` holds what came
out and says it, `trying` tries, `memory` keeps what need not be worked out twice.
"""

from apitest.proof.binding import carries
from apitest.proof.laboratory import judged
from apitest.proof.matrix import Proof, Trial
from apitest.proof.trying import prove

__all__ = ["Proof", "Trial", "carries", "judged", "prove"]
