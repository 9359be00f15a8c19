"""Every module with tables, named once, so that migrations and tests see the whole database."""

import eca_policy.accounts.models
import eca_policy.amendments.models
import eca_policy.api.models
import eca_policy.ballots.models
import eca_policy.ballots.proxies.models
import eca_policy.ballots.secrecy.models
import eca_policy.ballots.statements.models
import eca_policy.comments.models
import eca_policy.consolidation.models
import eca_policy.exports.models
import eca_policy.mandates.models
import eca_policy.members.models
import eca_policy.outbox.models
import eca_policy.papers.models
import eca_policy.record.models
import eca_policy.voting.models  # noqa: F401
