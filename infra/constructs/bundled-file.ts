import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Names, Stage } from 'aws-cdk-lib';
import type { ICommandHooks } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { IConstruct } from 'constructs';

/**
 * Puts a file beside a bundle. The hash of an asset is taken of what bundling left behind, so a changed content is a
 * changed function: rules on their own are deployed too.
 */
export function bundledFile(scope: IConstruct, name: string, content: string): ICommandHooks {
  const assembly = Stage.of(scope);
  if (!assembly) throw new Error(`${scope.node.path} stands in no App, so there is no folder for ${name}`);
  // The path is part of the key under which CDK remembers what it has bundled: two stacks with different rules need two.
  const source = join(assembly.outdir, `${Names.uniqueId(scope)}-${name}`);
  writeFileSync(source, content);
  const copy = process.platform === 'win32' ? 'copy' : 'cp';
  return {
    beforeBundling: () => [],
    beforeInstall: () => [],
    afterBundling: (_input, output) => [`${copy} "${source}" "${join(output, name)}"`],
  };
}
