using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>What the transform extension methods hang on.</summary>
public sealed class TransformsCatalog
{
    internal TransformsCatalog(IHostEnvironment env)
    {
        Environment = env;
        Conversion = new ConversionTransforms(this);
    }

    public ConversionTransforms Conversion { get; }

    internal IHostEnvironment Environment { get; }

    public sealed class ConversionTransforms
    {
        internal ConversionTransforms(TransformsCatalog owner) => Environment = owner.Environment;

        internal IHostEnvironment Environment { get; }
    }
}
