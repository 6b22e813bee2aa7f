using MlNetVad.Trainers;

namespace Microsoft.ML;

/// <summary>Adds the memory of places to the anomaly-detection trainers.</summary>
public static class MemoryBankCatalog
{
    /// <summary>Creates a <see cref="MemoryBankTrainer"/>: how far each place is from what it normally looks like.</summary>
    /// <param name="catalog">The trainers of the anomaly-detection catalog.</param>
    /// <param name="options">What can be chosen.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static MemoryBankTrainer MemoryBank(this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, MemoryBankTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new MemoryBankTrainer(options);
    }
}
