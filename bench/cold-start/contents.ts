import { join } from 'node:path';
import { build } from 'esbuild';
import { bundling } from '../../infra/constructs/bundling.ts';
import type { Service } from './bundles.ts';

/** What a bundle is made of. */
export interface Contents {
  readonly code: string;
  /** Bytes by module, `shared/core/units.ts` or `node_modules/zod/index.js`; those of which nothing was left are not here. */
  readonly modules: ReadonlyMap<string, number>;
  /** What is imported at start and not in it. */
  readonly imported: readonly string[];
}

const root = join(import.meta.dirname, '../..');

/** Asks esbuild, which tells it only to who calls it: the CDK does not hand on what it was told. */
export const contentsOf = async (service: Service): Promise<Contents> => {
  const { format, target, minify, mainFields, externalModules, banner } = bundling;
  const { outputFiles, metafile } = await build({
    entryPoints: [`functions/${service}/index.ts`],
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format,
    target,
    minify,
    mainFields,
    external: externalModules,
    banner: { js: banner },
    outfile: 'index.mjs',
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  const [output] = Object.values(metafile.outputs);
  if (output === undefined) throw new Error(`functions/${service}: expected one bundle, got none`);
  const sizes = Object.entries(output.inputs).map(([path, { bytesInOutput }]) => [path, bytesInOutput] as const);
  return {
    code: outputFiles.map(({ text }) => text).join(''),
    modules: new Map(sizes.filter(([, bytes]) => bytes > 0)),
    imported: output.imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => path),
  };
};

/** `@aws-sdk/client-sns` of `node_modules/@aws-sdk/client-sns/dist-es/index.js`; nothing of a module of ours. */
export const packageOf = (path: string): string | undefined => {
  const [, inPackage] = path.split(/.*node_modules\//);
  return inPackage
    ?.split('/')
    .slice(0, inPackage.startsWith('@') ? 2 : 1)
    .join('/');
};
