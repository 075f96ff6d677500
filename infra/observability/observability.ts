import { Stack } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import type { ResourceNames } from "../names.ts";
import { Alarms, type Watched } from "./alarms.ts";
import { Overview } from "./overview.ts";

export interface ObservabilityProps {
  readonly names: ResourceNames;
  readonly watched: Watched;
  /** Encrypts what is told of alarms on its way. */
  readonly key: Key;
  readonly hasSend: boolean;
}

/** The topic that alarms are told to (whoever is on duty subscribes to it), the alarms, and the page with all figures. */
export class Observability extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { names, watched, key, hasSend }: ObservabilityProps) {
    super(scope, id);
    this.topic = new Topic(this, "AlarmTopic", { topicName: names.alarmTopic, masterKey: key, enforceSSL: true });
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    );
    new Alarms(this, "Alarms", { watched, topic: this.topic });
    new Overview(this, "Overview", {
      dashboardName: names.dashboard,
      watched,
      notify: names.functions.notify,
      send: hasSend ? names.functions.send : undefined,
    });
  }
}
