namespace MlNetVad.Scoring;

/// <summary>A part of a model that finds objects and tells what they are: the last of their six numbers is a class's id.</summary>
internal interface IObjectClasses
{
    /// <summary>The name of each class by its id; empty for one that it is told to leave out.</summary>
    IReadOnlyList<string> Classes { get; }
}
