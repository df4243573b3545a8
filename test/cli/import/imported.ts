import { importPrometheus, type Result } from '../../../cli/import/prometheus.ts';
import { vocabularyOf } from '../../../cli/import/options.ts';

/** A file of one alert with this expression. */
export const importing = (expr: string, maps: readonly string[] = [], metrics: readonly string[] = []): Result =>
  importPrometheus(
    JSON.stringify({ groups: [{ rules: [{ alert: 'Alert', expr, labels: { severity: 'critical' } }] }] }),
    'rules.yml',
    vocabularyOf(maps, metrics),
  );

/** What became of it: the keys that the expression decides, or the reason against it. */
export const meant = (expr: string, maps?: readonly string[], metrics?: readonly string[]): unknown => {
  const { imported, skipped } = importing(expr, maps, metrics);
  const { id: _, name: _name, evidence: _evidence, ...keys } = imported[0]?.guardrail ?? {};
  return skipped[0]?.reason ?? keys;
};
