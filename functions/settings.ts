import * as z from 'zod/mini';

/**
 * The environment of a function, read once at cold start. A variable that is missing stops the function there, with its
 * name, and not an hour later in the middle of a tick.
 */
export const settingsFrom = <Shape extends z.core.$ZodShape>(shape: Shape): z.infer<z.ZodMiniObject<Shape>> => {
  const parsed = z.object(shape).safeParse(process.env);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new Error(`environment: expected ${names} to be set by the stack; deploy again`);
};

export const tableName = z.string().check(z.minLength(1));
export const stackName = z.string().check(z.minLength(1));
export const topicArn = z.string().check(z.regex(/^arn:/));
export const filePath = z.string().check(z.minLength(1));
export const webAddress = z.url();
