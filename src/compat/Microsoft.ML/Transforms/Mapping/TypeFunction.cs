using System.Reflection;

namespace Microsoft.ML.Transforms;

/// <summary>A generic method to be called with a type that is known at run time only.</summary>
internal interface ITypeFunction<TResult>
{
    TResult Invoke<T>();
}

internal static class TypeFunction
{
    public static TResult Call<TResult>(ITypeFunction<TResult> function, Type type) =>
        (TResult)typeof(ITypeFunction<TResult>).GetMethod(nameof(ITypeFunction<>.Invoke))!
            .MakeGenericMethod(type)
            .Invoke(function, BindingFlags.DoNotWrapExceptions, binder: null, parameters: null, culture: null);

    /// <summary>The getter of a column whose type is known at run time only.</summary>
    public static Delegate GetterOf(DataViewRow row, DataViewSchema.Column column) =>
        Call(new Getter(row, column), column.Type.RawType);

    private sealed class Getter(DataViewRow row, DataViewSchema.Column column) : ITypeFunction<Delegate>
    {
        public Delegate Invoke<T>() => row.GetGetter<T>(column);
    }
}
