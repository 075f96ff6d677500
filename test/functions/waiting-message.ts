import { afterEach } from "vitest";
import type { STATUTORY_NIGHT } from "../../domain/delivery/quiet-hours.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import type { Contact } from "../../domain/model/contact.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { OptOutLinks, optOutSecretOf } from "../../functions/contacts/opt-out-link.ts";
import { newContactKeys, sealContact } from "../../functions/contacts/sealed.ts";
import { toCenterOf } from "../../functions/runtime/center-to-call.ts";
import type { Log, LogFields } from "../../functions/runtime/log.ts";
import type { MetricName } from "../../functions/runtime/metrics.ts";
import { sendMessages } from "../../functions/send.ts";
import type { MessageChannel } from "../../functions/sending/channel.ts";
import { CLAIM_LEASE_MS, type Dispatch } from "../../functions/sending/dispatch.ts";
import { createEmailChannel } from "../../functions/sending/email-channel.ts";
import { aBody, aJobBody, anApplicant, aProfileBody } from "../fixtures/bodies.ts";
import { type Behaviour, startMailServer } from "../fixtures/mail-server.ts";
import { MemoryService } from "../fixtures/memory-service.ts";

export const keys = newContactKeys();
export const { applicantId } = anApplicant();
export const FROM = "ieum@example.org";
export const PAGES = "https://ieum.example/dev/my/openings";
export const centerOf = toCenterOf([
  { ko: "50플러스 서부캠퍼스", en: "50plus West Campus", telephone: "02-460-5050", serves: ["11380"] },
  { ko: "50플러스 중부캠퍼스", en: "50plus Central Campus", telephone: "02-460-5151", serves: ["11440"] },
]);

const servers: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

export interface Story {
  readonly posts?: readonly Opening[];
  readonly behaviours?: readonly Behaviour[];
  readonly profile?: Partial<Applicant>;
  readonly contact?: Contact | undefined;
  readonly openings?: number;
  /** Called around every call of the sending function to a service, and around each send by mail. */
  readonly onCall?: (what: string, phase: "before" | "after") => void;
}

/** Somebody who was told of a job by the real functions; the message waits for the sending function and a real mail server. */
export async function aWaitingMessage({
  behaviours = [],
  profile = {},
  openings = 1,
  onCall,
  posts,
  ...story
}: Story = {}) {
  const contact = "contact" in story ? story.contact : { email: "me@example.org", phone: "01000000000" };
  let isSending = false;
  const service = new MemoryService({
    onCall: (port, method, phase) => {
      if (isSending) onCall?.(`${port}.${method}`, phase);
    },
  });
  const { world } = service;
  await service.accept(aProfileBody(profile));
  const jobs = Array.from({ length: openings }, (_, at) =>
    aJobBody(at === 0 ? {} : { openingId: `job-${at}`, title: `동네 도서관 ${at}관 사서 보조 바리스타` }),
  );
  const posted = posts?.map((opening) => aBody(opening.kind === "job" ? "JobPosted" : "ProgrammeOpened", { opening }));
  await service.accept(...(posted ?? jobs));
  if (contact !== undefined) await world.contacts.put(applicantId, sealContact(contact, applicantId, keys.publicKey));
  const mail = await startMailServer(...behaviours);
  servers.push(mail);
  const links = new OptOutLinks("https://example.org/opt-out", optOutSecretOf(keys.privateKey));
  const email = createEmailChannel({ smtp: mail.smtp, from: FROM, optOutUrlOf: (id) => links.linkOf(id) });
  const channel: MessageChannel = {
    ...email,
    render: (letter, reader) => {
      const rendered = email.render(letter, reader);
      return {
        ...rendered,
        async send(address, id) {
          onCall?.("mail.send", "before");
          const result = await rendered.send(address, id);
          onCall?.("mail.send", "after");
          return result;
        },
      };
    },
  };
  const logged: LogFields[] = [];
  const counted = new Map<string, number>();
  const log: Log = {
    info: (_text, fields = {}) => void logged.push(fields),
    warn: () => {},
    error: () => {},
    count: (name, value) => void counted.set(name, (counted.get(name) ?? 0) + value),
  };
  const bodies = () => world.sent("applicant-messages").map(({ body }) => body);
  return {
    service,
    world,
    mails: mail.mails,
    links,
    bodies,
    /** Hands messages over once, and gives how many failed. */
    async send(night: readonly (typeof STATUTORY_NIGHT)[] = [], some = bodies(), channels = [channel]) {
      isSending = true;
      const pageOf = (id: string) => `${PAGES}/${id}`;
      const configuration = { channels, contactPrivateKey: keys.privateKey, night, pageOf, centerOf };
      const records = some.map((body, at) => ({ messageId: `m-${at}`, body }));
      const failures = await sendMessages(records, world, configuration, log);
      isSending = false;
      return failures.size;
    },
    /** Later than any claim holds. */
    async sendLater() {
      service.nowMs += CLAIM_LEASE_MS;
      return await this.send();
    },
    counted: (name: MetricName) => counted.get(name) ?? 0,
    reasons: () => logged.flatMap(({ reason }) => reason ?? []),
    async dispatches(): Promise<Dispatch[]> {
      return Object.values((JSON.parse(world.dump()) as { dispatches: Record<string, Dispatch> }).dispatches);
    },
  };
}
