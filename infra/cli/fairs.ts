import { paginateScan } from "@aws-sdk/client-dynamodb";
import { toPublicDates } from "../../domain/channels/public-dates.ts";
import { districtByCode } from "../../domain/geo/districts.ts";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import { toCalendar } from "../../functions/listing/calendar.ts";
import type { ListingContext } from "../../functions/listing/date-words.ts";
import { toRss } from "../../functions/listing/rss.ts";
import { toCenterOf } from "../../functions/runtime/center-to-call.ts";
import { centers } from "../centers.ts";
import { toCenterToCall } from "../mail.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, OperatorError, toWholeNumber } from "./command.ts";
import { type Connection, withConnection } from "./connection.ts";
import { type KeptOpening, readOpenings } from "./kept-entities.ts";
import { openTerminal } from "./terminal.ts";

/** What calendar programs and readers still show well. */
const DATES_DEFAULT = 500;

/** Where a list is read if nobody says where it is published: the foundation's own pages. */
const LINK_DEFAULT = "https://www.50plus.or.kr/";

const formats = { rss: toRss, ical: toCalendar } as const;

export const fairs = defineOperatorCommand({
  meta: {
    name: "fairs",
    description: "Job fairs and last days to apply, soonest first, as a feed or a calendar on stdout",
  },
  args: {
    format: { type: "string", required: true, description: Object.keys(formats).join(" or ") },
    district: { type: "string", description: "Only those of a district, like 11440, and those online" },
    link: { type: "string", description: "Where the list is published", default: LINK_DEFAULT },
    limit: { type: "string", description: `At most so many (${DATES_DEFAULT})` },
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const { format, district, link } = args;
      if (format !== "rss" && format !== "ical") throw new OperatorError("--format must be rss or ical");
      const place = district === undefined ? undefined : districtByCode(district);
      if (district !== undefined && place === undefined) throw new OperatorError(`--district ${district} is none`);
      if (!URL.canParse(link)) throw new OperatorError("--link must be an address like https://…");
      const limit = toWholeNumber("limit", args.limit, DATES_DEFAULT);
      const now = Date.now();
      const context: ListingContext = {
        title: `이음 채용박람회와 접수 마감${place === undefined ? "" : ` (${place.ko})`}`,
        link,
        center: toCenterOf(centers.map(toCenterToCall))(district),
        now,
      };
      const dates = toPublicDates(await allOpenings(connection), dayInSeoul(now), district);
      // The line ends itself; what a calendar's lines end with stays before it.
      openTerminal().line(formats[format](dates.slice(0, limit), context).replace(/\n$/, ""));
      return EXIT_DONE;
    }),
});

/** Every opening that is kept: a scan, which is an operator's to make, now and then. */
export async function allOpenings(connection: Connection): Promise<KeptOpening[]> {
  const found: KeptOpening[] = [];
  const input = { TableName: connection.names.tables.openings, ProjectionExpression: "openingId" };
  for await (const { Items = [] } of paginateScan({ client: connection.dynamodb }, input)) {
    const ids = Items.flatMap(({ openingId }) => openingId?.S ?? []);
    found.push(...(await readOpenings(connection, ids)).values());
  }
  return found;
}
