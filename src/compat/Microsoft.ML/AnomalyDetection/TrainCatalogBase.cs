using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public abstract class TrainCatalogBase
{
    private protected TrainCatalogBase(IHostEnvironment env) => Environment = env;

    internal IHostEnvironment Environment { get; }

    public abstract class CatalogInstantiatorBase
    {
        private protected CatalogInstantiatorBase(TrainCatalogBase owner) => Owner = owner;

        internal TrainCatalogBase Owner { get; }
    }
}
