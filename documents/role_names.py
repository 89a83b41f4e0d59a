"""Roles of members as people read them, on pages and in letters."""

from documents.words import Say


def name_role(say: Say, role: str) -> str:
    """Return a role in the words of a language. Raises KeyError for none of ours."""
    return {
        "owner": say("Owner"),
        "manager": say("Manager"),
        "accountant": say("Accountant"),
        "payroll_maker": say("Prepares salaries"),
        "payroll_approver": say("Approves salaries"),
        "cashier": say("Cashier"),
        "developer": say("Developer"),
        "viewer": say("Looks only"),
    }[role]
