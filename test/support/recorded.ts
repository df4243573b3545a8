/** A port whose calls of one method are told before they are made. */
export const recorded = <Port extends object>(port: Port, method: keyof Port, tell: () => void): Port =>
  new Proxy(port, {
    get: (target, name, receiver): unknown => {
      if (name === method) tell();
      return Reflect.get(target, name, receiver);
    },
  });
