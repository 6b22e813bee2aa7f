using Microsoft.ML;

namespace MlNetVad.Persistence;

/// <summary>How a component is saved: under which contract, and with which bytes.</summary>
/// <param name="Contract">The contract that knows the stock form and reads the component back.</param>
/// <param name="WriteBody">Writes options and learned numbers, little-endian.</param>
internal sealed record ComponentPersistence(IComponentContract Contract, Action<BinaryWriter> WriteBody);

/// <summary>
/// What a contract class adds to ML.NET's CustomMapping factory: the stock step that stands for the component in a
/// saved model, and the way back from the saved bytes to the component's own type.
/// </summary>
internal interface IComponentContract
{
    /// <summary>The contract's name, <c>MlNetVad.Component</c>.</summary>
    string Name { get; }

    /// <summary>The stock custom mapping; its input columns are <see cref="StockForm.In"/>, its outputs <see cref="StockForm.Out"/>.</summary>
    IEstimator<ITransformer> StockStep();

    /// <summary>How many output columns the stock step makes for a component that has <paramref name="used"/>; more where some are on request.</summary>
    int OutputCount(int used) => used;

    /// <summary>Makes the component from its bytes.</summary>
    ComponentTransformer Read(BinaryReader body, IReadOnlyList<Microsoft.ML.Data.DataViewType> inputTypes);
}
