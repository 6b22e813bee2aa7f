using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>A part of a model that holds what people have said of its scores.</summary>
internal interface IRedefining
{
    /// <summary>What was said, in the order in which it was said.</summary>
    IReadOnlyList<Redefinition> Redefinitions { get; }

    /// <summary>The same without some of it; null where nothing is left.</summary>
    ComponentTransformer? Where(Func<Redefinition, bool> kept);
}
