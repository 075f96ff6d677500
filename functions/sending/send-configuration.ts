import * as z from "zod";
import { OptOutLinks } from "../contacts/opt-out-link.ts";
import { centerToCall, toCenterOf } from "../runtime/center-to-call.ts";
import type { Environment } from "../runtime/environment.ts";
import { readNight } from "../runtime/night.ts";
import { createEmailChannel } from "./email-channel.ts";
import type { SendConfiguration } from "./sending.ts";
import type { Smtp } from "./smtp.ts";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "::1"]);

/** Reads what sending goes by. A setting that is missing or wrong is a fault of the deployment, named by its variable. */
export function readSendConfiguration(environment: Environment): SendConfiguration {
  const contactPrivateKey = environment("contactPrivateKey");
  const page = environment("optOutPage", "");
  const links = page === "" ? undefined : new OptOutLinks(page, environment("optOutSecret"));
  const openingPages = environment("openingPages", "");
  const email = createEmailChannel({
    smtp: readSmtp(environment),
    from: z.email().parse(environment("mailFrom")),
    ...(links === undefined ? {} : { optOutUrlOf: (applicantId: string) => links.linkOf(applicantId) }),
  });
  return {
    channels: [email],
    contactPrivateKey,
    night: readNight(environment),
    ...(openingPages === "" ? {} : { pageOf: (id: string) => `${openingPages}/${encodeURIComponent(id)}` }),
    centerOf: toCenterOf(z.array(centerToCall).parse(JSON.parse(environment("centersToCall")))),
  };
}

function readSmtp(environment: Environment): Smtp {
  const host = environment("mailHost");
  const user = environment("mailUser", "");
  return {
    host,
    port: z.coerce.number().int().min(1).max(65_535).parse(environment("mailPort")),
    wantsTls: !LOOPBACK.has(host),
    ...(user === "" ? {} : { credentials: { user, password: environment("mailPassword") } }),
  };
}
