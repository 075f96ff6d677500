import { Readable } from "node:stream";
import MailComposer from "nodemailer/lib/mail-composer";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { RenderedEmail } from "../../domain/channels/email.ts";
import type { SendResult } from "./channel.ts";

/** A mail server and how to speak to it: a local one, or the SMTP endpoint of SES. */
export interface Smtp {
  readonly host: string;
  readonly port: number;
  readonly credentials?: { readonly user: string; readonly password: string };
  /** False only on the machine itself. */
  readonly wantsTls: boolean;
  readonly limits?: SmtpLimits;
}

export interface SmtpLimits {
  /** To be connected, and again to be greeted. */
  readonly connectionMs: number;
  /** Without a word from the server. */
  readonly silenceMs: number;
  /** All together: a server may answer slowly without ever being silent. */
  readonly totalMs: number;
}

/** RFC 5321 would wait for minutes; a function has one, and the queue tries again. */
const LIMITS: SmtpLimits = { connectionMs: 10_000, silenceMs: 20_000, totalMs: 40_000 };

export interface Email extends RenderedEmail {
  readonly from: string;
  readonly to: string;
  readonly messageId: string;
  readonly language: string;
}

/** Implicit TLS from the first byte, by RFC 8314; other ports begin in the open and upgrade. */
const TLS_PORT = 465;

/**
 * Sends one e-mail over a connection of its own. The body goes out only once the server has asked for it, so it is known whether the server can have taken
 * the message when an answer is missing.
 */
export async function sendBySmtp(email: Email, smtp: Smtp): Promise<SendResult> {
  const raw = await toMessage(email);
  const { connectionMs, silenceMs, totalMs } = smtp.limits ?? LIMITS;
  const connection = new SMTPConnection({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.wantsTls && smtp.port === TLS_PORT,
    requireTLS: smtp.wantsTls,
    ignoreTLS: !smtp.wantsTls,
    connectionTimeout: connectionMs,
    greetingTimeout: connectionMs,
    socketTimeout: silenceMs,
  });
  let isHandedOver = false;
  const body = Readable.from(
    (function* () {
      isHandedOver = true;
      yield raw;
    })(),
    { objectMode: false },
  );
  const { promise, resolve } = Promise.withResolvers<SmtpFault | undefined>();
  const timer = setTimeout(() => resolve({ code: "ETIMEDOUT" }), totalMs);
  // Errors come to callbacks, too; the first word counts, and later ones must not be unhandled.
  connection.on("error", resolve);
  const send = () =>
    connection.send({ from: email.from, to: [email.to] }, body, (error: SmtpFault | null) =>
      resolve(error ?? undefined),
    );
  connection.connect((error?: SmtpFault | null) => {
    if (error) resolve(error);
    else if (smtp.credentials === undefined) send();
    else {
      const { user, password: pass } = smtp.credentials;
      connection.login({ user, pass }, (failure: SmtpFault | null) => (failure ? resolve(failure) : send()));
    }
  });
  const fault = await promise;
  clearTimeout(timer);
  if (fault === undefined) connection.quit();
  else connection.close();
  return fault === undefined ? { kind: "accepted" } : toResult(fault, isHandedOver);
}

/** What nodemailer says of a failure. Its message may quote the server, and servers quote addresses: it is never passed on. */
interface SmtpFault {
  readonly code?: string | undefined;
  readonly responseCode?: number | undefined;
  readonly command?: string | undefined;
}

/** Commands whose refusal is about this address or this message. That of any other is about us: the sender, the login, the server's mood. */
const ABOUT_THE_MESSAGE: ReadonlySet<string | undefined> = new Set(["RCPT TO", "DATA"]);

function toResult({ code, responseCode, command }: SmtpFault, isHandedOver: boolean): SendResult {
  if (responseCode === undefined) {
    return { kind: isHandedOver ? "unknown" : "not-now", reason: code ?? "connection" };
  }
  if (responseCode >= 500 && ABOUT_THE_MESSAGE.has(command)) return { kind: "refused", code: responseCode };
  return { kind: "not-now", reason: String(responseCode) };
}

async function toMessage(email: Email): Promise<Buffer> {
  const { from, to, subject, text, html, messageId, language, optOutUrl } = email;
  const composed = new MailComposer({
    from: { name: "이음", address: from },
    to,
    subject,
    text,
    html,
    messageId,
    headers: {
      "Content-Language": language,
      // No answering machine is to answer it (RFC 3834).
      "Auto-Submitted": "auto-generated",
      ...(optOutUrl === undefined
        ? {}
        : { "List-Unsubscribe": `<${optOutUrl}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" }),
    },
  });
  return await composed.compile().build();
}
