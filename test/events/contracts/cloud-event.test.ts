import { describe, expect, test } from "vitest";
import { allEvents } from "../../../events/catalog.ts";
import { type BusEvent, cloudEventType, fromCloudEvent, toCloudEvent } from "../../../events/contracts/cloud-event.ts";

const busEventOf = ({ source, name, sample }: (typeof allEvents)[number]) =>
  ({ source, "detail-type": name, detail: sample }) as unknown as BusEvent;

describe.each(allEvents)("$name as a CloudEvent", (event) => {
  const cloudEvent = toCloudEvent(busEventOf(event));

  test("has what CloudEvents 1.0 requires, in the forms that it requires", () => {
    expect(cloudEvent.specversion).toBe("1.0");
    expect(cloudEvent.id).toMatch(/^[0-9A-Z]{26}$/);
    expect(cloudEvent.source).toMatch(/^\/ieum\/[a-z]+$/);
    expect(cloudEvent.type).toBe(cloudEventType(event.name, 1));
    expect(Number.isNaN(Date.parse(cloudEvent.time))).toBe(false);
    // Names of attributes: lower-case letters and digits.
    for (const name of Object.keys(cloudEvent)) expect(name).toMatch(/^[a-z0-9]{1,20}$/);
  });

  test("gives the very same event back", () => {
    expect(fromCloudEvent(JSON.parse(JSON.stringify(cloudEvent)))).toEqual(busEventOf(event));
  });
});

test("an event of somebody else's is none of ours", () => {
  const [event] = allEvents;
  if (event === undefined) throw new Error("there are no events");
  const cloudEvent = toCloudEvent(busEventOf(event));
  expect(fromCloudEvent({ ...cloudEvent, type: "org.example.JobPosted.v1" })).toBeUndefined();
  expect(fromCloudEvent({ ...cloudEvent, source: "/elsewhere" })).toBeUndefined();
});
