namespace MlNetVad.Persistence;

/// <summary>A part of a model in words.</summary>
/// <param name="Component">The component's name, as its contract has it.</param>
/// <param name="InputColumns">The columns it reads.</param>
/// <param name="OutputColumns">The columns it adds, with their types.</param>
/// <param name="Settings">Its options and what it learned.</param>
public sealed record PartDescription(
    string Component,
    IReadOnlyList<string> InputColumns,
    IReadOnlyList<string> OutputColumns,
    IReadOnlyList<KeyValuePair<string, string>> Settings)
{
    internal static PartDescription Of(ComponentTransformer part) => new(
        part.Persistence.Contract.Name,
        part.Inputs.Select(i => i.Name).Distinct().ToArray(),
        part.OutputsFor(part.InputTypes).Select(o => $"{o.Name}: {o.Type}").ToArray(),
        part.Settings.Select(s => KeyValuePair.Create(s.Name, s.Value)).ToArray());
}
