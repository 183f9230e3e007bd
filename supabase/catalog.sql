-- catalog: the product that a new project runs; made by `npm run generate` from
-- catalogs/miky.json, do not edit. Another: `npm run catalog -- apply NAME`.

select private.apply_catalog($catalog${
  "name": "miky",
  "title": "Miky",
  "description": "Ten specialised personas, paid in credits that each plan brings every month.",
  "currency": "USD",
  "credit_value_micros": 10000,
  "markup_percent": 100,
  "grace_days": 7,
  "plans": [
    {
      "slug": "free",
      "name": "Free",
      "description": "A hundred credits a month and every persona that is not premium.",
      "rank": 0,
      "price": {
        "billing": "free"
      },
      "credits": 100,
      "rollover_periods": 0,
      "features": [],
      "limits": [
        {
          "meter": "messages",
          "allowance": 20,
          "scope": "user",
          "window_kind": "rolling",
          "window_seconds": 60
        },
        {
          "meter": "streams",
          "allowance": 2,
          "scope": "user",
          "window_kind": "at_once",
          "window_seconds": 0
        },
        {
          "meter": "requests",
          "allowance": 600,
          "scope": "ip",
          "window_kind": "rolling",
          "window_seconds": 900
        },
        {
          "meter": "uploads",
          "allowance": 20,
          "scope": "user",
          "window_kind": "rolling",
          "window_seconds": 3600
        },
        {
          "meter": "cashouts",
          "allowance": 3,
          "scope": "user",
          "window_kind": "day",
          "window_seconds": 0
        }
      ]
    },
    {
      "slug": "plus",
      "name": "Plus",
      "description": "A thousand credits a month, premium personas, images and spoken answers.",
      "rank": 10,
      "price": {
        "billing": "month",
        "amount_cents": 1900,
        "trial_days": 7
      },
      "credits": 1000,
      "rollover_periods": 0,
      "features": [
        "premium_characters",
        "images",
        "speech"
      ],
      "limits": [
        {
          "meter": "messages",
          "allowance": 60,
          "scope": "user",
          "window_kind": "rolling",
          "window_seconds": 60
        },
        {
          "meter": "streams",
          "allowance": 5,
          "scope": "user",
          "window_kind": "at_once",
          "window_seconds": 0
        },
        {
          "meter": "requests",
          "allowance": 2000,
          "scope": "ip",
          "window_kind": "rolling",
          "window_seconds": 900
        },
        {
          "meter": "uploads",
          "allowance": 60,
          "scope": "user",
          "window_kind": "rolling",
          "window_seconds": 3600
        },
        {
          "meter": "cashouts",
          "allowance": 3,
          "scope": "user",
          "window_kind": "day",
          "window_seconds": 0
        }
      ]
    },
    {
      "slug": "business",
      "name": "Business",
      "description": "Five thousand credits a month, all of Plus, and the API.",
      "rank": 20,
      "price": {
        "billing": "month",
        "amount_cents": 4900
      },
      "credits": 5000,
      "rollover_periods": 0,
      "features": [
        "premium_characters",
        "images",
        "speech",
        "api",
        "priority_support"
      ],
      "limits": [
        {
          "meter": "messages",
          "allowance": 120,
          "scope": "user",
          "window_kind": "rolling",
          "window_seconds": 60
        },
        {
          "meter": "streams",
          "allowance": 20,
          "scope": "user",
          "window_kind": "at_once",
          "window_seconds": 0
        },
        {
          "meter": "requests",
          "allowance": 6000,
          "scope": "ip",
          "window_kind": "rolling",
          "window_seconds": 900
        },
        {
          "meter": "uploads",
          "allowance": 200,
          "scope": "user",
          "window_kind": "rolling",
          "window_seconds": 3600
        },
        {
          "meter": "cashouts",
          "allowance": 3,
          "scope": "user",
          "window_kind": "day",
          "window_seconds": 0
        }
      ]
    }
  ],
  "credit_packs": [
    {
      "slug": "credits-250",
      "name": "250 credits",
      "credits": 250,
      "amount_cents": 600
    },
    {
      "slug": "credits-1000",
      "name": "1,000 credits",
      "credits": 1000,
      "amount_cents": 2000
    },
    {
      "slug": "credits-5000",
      "name": "5,000 credits",
      "credits": 5000,
      "amount_cents": 8500
    }
  ],
  "prices": [
    {
      "action": "completion",
      "pricing": "metered"
    },
    {
      "action": "image",
      "pricing": "fixed",
      "credits": 8,
      "per": 1
    },
    {
      "action": "speech",
      "pricing": "fixed",
      "credits": 1,
      "per": 300
    },
    {
      "action": "transcription",
      "pricing": "fixed",
      "credits": 1,
      "per": 60
    },
    {
      "action": "idea",
      "pricing": "fixed",
      "credits": 1,
      "per": 1
    }
  ],
  "characters": {
    "default": {
      "pricing": "fixed",
      "credits": 1,
      "premium": false
    },
    "debugging": {
      "pricing": "fixed",
      "credits": 4,
      "premium": true
    },
    "pay-negotiation": {
      "pricing": "fixed",
      "credits": 3,
      "premium": true
    },
    "contract-reader": {
      "pricing": "fixed",
      "credits": 4,
      "premium": true
    },
    "maths-tutor": {
      "pricing": "fixed",
      "credits": 1,
      "premium": false
    },
    "spanish-conversation": {
      "pricing": "fixed",
      "credits": 1,
      "premium": false
    },
    "sleep-coach": {
      "pricing": "fixed",
      "credits": 2,
      "premium": false
    },
    "household-budget": {
      "pricing": "fixed",
      "credits": 2,
      "premium": false
    },
    "rail-travel": {
      "pricing": "fixed",
      "credits": 2,
      "premium": false
    },
    "lievito-madre": {
      "pricing": "fixed",
      "credits": 1,
      "premium": false
    },
    "fiction-editor": {
      "pricing": "fixed",
      "credits": 5,
      "premium": true
    }
  },
  "moderation": {
    "on_failure": "open",
    "messages": {
      "default": "Something here goes against our rules, so it stops at this point. Nothing was charged.",
      "self-harm": "You are not alone with this. Please talk to somebody you trust, or call your local crisis line or emergency number; they are there for you now.",
      "payment-card": "This looks like the number of a payment card. Better not send it to anybody in a chat."
    },
    "input": {
      "harassment/threatening": {
        "flag": 0.6,
        "block": 0.95
      },
      "hate": {
        "flag": 0.6,
        "block": 0.95
      },
      "hate/threatening": {
        "flag": 0.4,
        "block": 0.8
      },
      "illicit/violent": {
        "flag": 0.4,
        "block": 0.8
      },
      "self-harm/instructions": {
        "flag": 0.3,
        "block": 0.8
      },
      "self-harm/intent": {
        "warn": 0.5
      },
      "sexual/minors": {
        "flag": 0.1,
        "block": 0.3
      },
      "violence/graphic": {
        "flag": 0.8
      }
    },
    "output": {
      "harassment/threatening": {
        "flag": 0.5,
        "block": 0.8
      },
      "hate": {
        "flag": 0.5,
        "block": 0.8
      },
      "hate/threatening": {
        "flag": 0.3,
        "block": 0.6
      },
      "illicit/violent": {
        "flag": 0.3,
        "block": 0.6
      },
      "self-harm/instructions": {
        "flag": 0.2,
        "block": 0.5
      },
      "sexual": {
        "flag": 0.6,
        "block": 0.9
      },
      "sexual/minors": {
        "flag": 0.1,
        "block": 0.2
      },
      "violence/graphic": {
        "flag": 0.6,
        "block": 0.9
      }
    },
    "patterns": [
      {
        "category": "prompt-injection",
        "direction": "input",
        "kind": "regex",
        "content": "(ignore|disregard|forget) (all |any )?(of )?(the |your )?(previous|prior|earlier|above) (instructions|rules|prompts)",
        "action": "flag"
      },
      {
        "category": "payment-card",
        "direction": "input",
        "kind": "regex",
        "content": "\\m(4[0-9]{3}|5[1-5][0-9]{2})([ -]?[0-9]{4}){3}\\M",
        "action": "warn"
      }
    ]
  },
  "rewards": {
    "invited_credits": 300,
    "referrer_cents": 200,
    "condition": "email",
    "entry_days": 7,
    "per_day": 20,
    "in_total": 1000,
    "checks": {
      "disposable_email": "refuse",
      "same_mailbox": "refuse",
      "same_device": "review",
      "same_address": "review",
      "same_payer": "review",
      "same_payee": "review"
    },
    "cashouts": {
      "minimum_cents": 1000,
      "automatic_cents": 5000,
      "account_days": 7
    }
  }
}$catalog$);
