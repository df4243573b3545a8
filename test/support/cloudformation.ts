import { createServer } from 'node:http';
import { closeServer, listenOnLoopback } from '../../cli/local/listen.ts';

export interface StackFacts {
  readonly name: string;
  readonly description?: string;
  /** `CREATE_COMPLETE` if left out. */
  readonly status?: string;
  readonly outputs?: ReadonlyMap<string, string>;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** CloudFormation on loopback, as far as the CLI asks it: which stacks there are, one on a page, and the outputs of one. */
export const startCloudFormation = async (stacks: readonly StackFacts[]) => {
  const regions: string[] = [];
  const server = createServer((request, response) => {
    // `AWS4-HMAC-SHA256 Credential=<key>/<day>/<region>/cloudformation/aws4_request, ...`
    regions.push(/Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '');
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { status, body: xml } = answer(stacks, new URLSearchParams(body));
      response.writeHead(status, { 'content-type': 'text/xml' }).end(xml);
    });
  });
  const endpoint = `http://127.0.0.1:${await listenOnLoopback(server, 0)}`;
  return {
    endpoint,
    /** Which Region each request was meant for. */
    regions,
    stop: () => closeServer(server),
  };
};

const answer = (stacks: readonly StackFacts[], form: URLSearchParams): Answer => {
  const action = form.get('Action') ?? '';
  switch (action) {
    case 'ListStacks':
      return { status: 200, body: listStacks(stacks, form) };
    case 'DescribeStacks': {
      const stack = stacks.find(({ name }) => name === form.get('StackName'));
      if (stack === undefined)
        return refusal('ValidationError', `Stack with id ${form.get('StackName')} does not exist`);
      return { status: 200, body: describeStacks(stack) };
    }
    default:
      return refusal('InvalidAction', `${action} is not known here`);
  }
};

const listStacks = (stacks: readonly StackFacts[], form: URLSearchParams): string => {
  const statuses = [...form].filter(([key]) => key.startsWith('StackStatusFilter.')).map(([, status]) => status);
  const listed = stacks.filter(({ status = 'CREATE_COMPLETE' }) => statuses.includes(status));
  const page = Number(form.get('NextToken') ?? 0);
  const members = listed
    .slice(page, page + 1)
    .map(
      ({ name, description = '' }) =>
        `<member><StackName>${escaped(name)}</StackName><TemplateDescription>${escaped(description)}</TemplateDescription></member>`,
    );
  const next = page + 1 < listed.length ? `<NextToken>${page + 1}</NextToken>` : '';
  return `<ListStacksResponse><ListStacksResult><StackSummaries>${members.join('')}</StackSummaries>${next}</ListStacksResult></ListStacksResponse>`;
};

const describeStacks = ({ name, outputs = new Map() }: StackFacts): string => {
  const members = [...outputs].map(
    ([key, value]) =>
      `<member><OutputKey>${escaped(key)}</OutputKey><OutputValue>${escaped(value)}</OutputValue></member>`,
  );
  return `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>${escaped(name)}</StackName><Outputs>${members.join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
};

const refusal = (code: string, message: string): Answer => ({
  status: 400,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error></ErrorResponse>`,
});

const escaped = (text: string): string => text.replaceAll(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);
