import type { Fault } from './fault.ts';
import { besideObjective } from './objective-faults.ts';
import type { RawCounted, RawRate } from './schema.ts';

/** Keys that are right in themselves and don't go with the others: taken silently, they would not mean what they seem to. */
export const keyFaults = (raw: RawCounted): Fault[] =>
  raw.kind === 'rate' && raw.objective !== undefined
    ? [...countFaults(raw), ...besideObjective(raw)]
    : [
        ...countFaults(raw),
        ...(raw.kind === 'rate' ? [...weightFaults(raw), ...withoutObjective(raw)] : []),
        ...(raw.evidence === 'none' ? plainFaults(raw) : proofFaults(raw)),
      ];

/** What an event says about itself and not about the payment: there are few values of these, or one for each event. */
const notCounted: readonly string[] = ['id', 'time', 'type', 'outcome', 'fraud', 'latencyMs', 'amount', 'currency'];

const countFaults = ({ countBy }: RawCounted): Fault[] =>
  countBy !== undefined && notCounted.includes(countBy)
    ? [{ path: ['countBy'], message: `expected an attribute that names the payment, got the field ${countBy}` }]
    : [];

const weightFaults = ({ weight, currency, countBy }: RawRate): Fault[] => {
  const faults: Fault[] = [];
  if (weight !== undefined && currency === undefined)
    faults.push({ path: ['weight'], message: 'expected a currency beside it, such as currency: CNY, got none' });
  if (weight === undefined && currency !== undefined)
    faults.push({ path: ['currency'], message: 'expected weight: amount beside it, got none' });
  if (weight !== undefined && countBy !== undefined)
    faults.push({ path: ['countBy'], message: 'expected one of countBy and weight, got both' });
  return faults;
};

const withoutObjective = (raw: RawRate): Fault[] =>
  (['period', 'burn'] as const)
    .filter((key) => raw[key] !== undefined)
    .map((key) => ({ path: [key], message: 'expected an objective beside it, such as objective: 99.9%, got none' }));

const plainKeys = ['window', 'minEvents', 'for', 'keepFiringFor'] as const;

const proofFaults = (raw: RawCounted): Fault[] =>
  plainKeys
    .filter((key) => raw[key] !== undefined)
    .map((key) => ({ path: [key], message: 'expected evidence: none beside it; what is proven needs none of these' }));

const plainFaults = (raw: RawCounted): Fault[] => {
  const faults: Fault[] = [];
  if (raw.baseline !== undefined)
    faults.push({
      path: ['baseline'],
      message: 'expected none with evidence: none, which compares with a fixed limit',
    });
  if (raw.window === undefined)
    faults.push({ path: ['window'], message: 'expected a window such as 5m with evidence: none, got none' });
  if (raw.recover !== undefined)
    faults.push({
      path: ['recover'],
      message: 'expected none with evidence: none, which is over when the mildest level is kept',
    });
  if (raw.kind === 'volume' && raw.minEvents !== undefined)
    faults.push({ path: ['minEvents'], message: 'expected none on a volume: few events are what it watches' });
  return faults;
};
