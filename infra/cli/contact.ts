import { contact as contactSchema } from "../../domain/model/contact.ts";
import { optOutSecretOf } from "../../functions/contacts/opt-out-link.ts";
import { newContactKeys, publicKeyOf, sealContact } from "../../functions/contacts/sealed.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, OperatorError } from "./command.ts";
import { withConnection } from "./connection.ts";
import { openTerminal } from "./terminal.ts";

const applicantArg = {
  applicant: { type: "positional", required: true, description: "Id of the applicant" },
} as const;

export const contactKeys = defineOperatorCommand({
  meta: { name: "keys", description: "Make a pair of keys for contacts: one to seal with, one that opens" },
  args: { ...jsonArg },
  run: async ({ args }) => {
    const pair = newContactKeys();
    const keys = { ...pair, optOutSecret: optOutSecretOf(pair.privateKey) };
    const terminal = openTerminal();
    if (args.json) terminal.json(keys);
    else {
      terminal.line(`IEUM_CONTACT_PUBLIC_KEY=${keys.publicKey}`);
      terminal.line(`IEUM_CONTACT_PRIVATE_KEY=${keys.privateKey}`);
      terminal.line(`optOutSecret=${keys.optOutSecret}`);
      terminal.note(
        "optOutSecret follows from the private key: it goes beside it into the secret of a stage with real people.",
      );
      terminal.note("The private one is for the sending function alone: keep it where secrets are kept.");
    }
    return EXIT_DONE;
  },
});

export const contactSet = defineOperatorCommand({
  meta: {
    name: "set",
    description: "Say where somebody is reached; it is sealed here and opened by the sending function alone",
  },
  args: {
    ...applicantArg,
    email: { type: "string", description: "E-mail address" },
    phone: { type: "string", description: "Telephone number, digits alone: 01012345678" },
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async ({ kept, where }) => {
      const { applicant, email, phone } = args;
      if (email === undefined && phone === undefined) throw new OperatorError("give --email, --phone or both");
      const read = contactSchema.safeParse({ email, phone });
      // The value itself is not repeated: terminals are logged.
      if (!read.success) throw new OperatorError(`--${read.error.issues[0]?.path.join()} is none: see --help`);
      const sealed = sealContact(read.data, applicant, publicKey());
      if (!(await kept.contacts.put(applicant, sealed))) {
        throw new OperatorError(`there is no applicant ${applicant} in ${where}, or they have left`);
      }
      openTerminal().line(
        `${applicant} is reached by ${Object.keys(JSON.parse(JSON.stringify(read.data))).join(" and ")}`,
      );
      return EXIT_DONE;
    }),
});

export const contactRemove = defineOperatorCommand({
  meta: { name: "remove", description: "Forget where somebody is reached" },
  args: { ...applicantArg, ...connectionArgs },
  run: ({ args }) =>
    withConnection(args, async ({ kept, where }) => {
      if (!(await kept.contacts.put(args.applicant, undefined))) {
        throw new OperatorError(`there is no applicant ${args.applicant} in ${where}, or they have left`);
      }
      return EXIT_DONE;
    }),
});

/** The key to seal with; where the other one is at hand, as on a developer's machine, it follows from that. */
function publicKey(): string {
  const given = process.env["IEUM_CONTACT_PUBLIC_KEY"] ?? "";
  if (given !== "") return given;
  const privateKey = process.env["IEUM_CONTACT_PRIVATE_KEY"] ?? "";
  if (privateKey === "")
    throw new OperatorError("IEUM_CONTACT_PUBLIC_KEY is not set: `ieum contact keys` makes a pair");
  return publicKeyOf(privateKey);
}
