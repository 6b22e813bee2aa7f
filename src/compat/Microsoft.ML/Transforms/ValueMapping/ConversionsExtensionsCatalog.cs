using Microsoft.ML.Transforms;

namespace Microsoft.ML;

public static class ConversionsExtensionsCatalog
{
    public static ValueMappingEstimator<TInputType, TOutputType> MapValue<TInputType, TOutputType>(
        this TransformsCatalog.ConversionTransforms catalog,
        string outputColumnName,
        IEnumerable<KeyValuePair<TInputType, TOutputType>> keyValuePairs,
        string inputColumnName = null,
        bool treatValuesAsKeyType = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentNullException.ThrowIfNull(keyValuePairs);
        if (treatValuesAsKeyType)
        {
            throw new NotSupportedException("This implementation maps to plain values only; leave treatValuesAsKeyType false.");
        }

        return new ValueMappingEstimator<TInputType, TOutputType>(ValueMap.Create(keyValuePairs), outputColumnName, inputColumnName ?? outputColumnName);
    }
}
